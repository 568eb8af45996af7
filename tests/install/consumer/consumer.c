/* The smallest program that uses the installed library: prints its version, and fails
 * where header and library differ. */
#include <neardup/status.h>
#include <neardup/version.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    puts(nd_version());
    return strcmp(nd_version(), ND_VERSION_STRING) == 0 ? 0 : 1;
}
