/* A layer without source files yet. */
typedef int hentra_empty_layer;
