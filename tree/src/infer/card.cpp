// infer/card
#include <nlohmann/json.hpp>
#include <sys/stat.h>
