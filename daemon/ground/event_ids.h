/* The operator events: what somebody may want to be told of by the journal. Each id stands in the
 * catalog (systemd/hentra.catalog) with what it means and what to do. */
#ifndef GROUND_EVENT_IDS_H
#define GROUND_EVENT_IDS_H

#define EVENT_STARTED "ebad9b2ceb964811afa88ca6532a752a"
#define EVENT_RELOADED "72c87d0519ed480c9c74e49d2dc6dd53"
#define EVENT_RELOAD_REFUSED "96022a47935545d6a0cb35da5097c8a7"
#define EVENT_PORTAL_FAILED "d801337769fe4b37adcd3fbac2893511"
#define EVENT_PORTAL_RECOVERED "151e299729624363a655c8113dc0a22b"
#define EVENT_PORTAL_STALE "09f09ddc712548b99917ed4bd0297d12"
#define EVENT_PORTAL_DOUBTFUL "5d1c7e0b9a6248f3a4e17b60c2d98f35"
#define EVENT_DELIVERY_DEAD "8ef9fcbaa4494aea9ca5e65233b8cef3"
#define EVENT_CHANNEL_OFF "2fd52acd0a11450f99aa811630d89ac0"
#define EVENT_AUDIT_FAILED "d715779a8c18441d8e5bd7bb34241b88"

#endif
