#pragma once
/* Included by the build before every source file: calls that have no place here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
/* A macro of the C library's fortified headers under clang. */
#undef sprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok gets atoi atol atof
#pragma GCC poison gmtime localtime ctime asctime rand srand system
