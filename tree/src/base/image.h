// base/image
#pragma once
#include <vector>
