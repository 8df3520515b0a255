// capture/png
#include <png.h>
#include "base/image.h"
