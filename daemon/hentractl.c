/* hentractl: the tool beside the daemon. */
#include "command/tool/command.h"

int main(int argc, char **argv)
{
	return hentractl(argc, argv);
}
