// cli/bench/no_opencl: stands in for cli/bench/opencl in a build without its headers.
#include "base/error.h"
#include "cli/bench/transfer.h"

#if !defined(SEGME_HAS_OPENCL)
namespace segme::cli {

std::vector<std::string> transfer_devices() {
  throw Error(ExitCode::missing,
              "cannot measure transfers: this build was made without OpenCL. Install ocl-icd-opencl-dev and a driver "
              "(pocl-opencl-icd runs on the processor), and build again.");
}

TransferStudy run_transfer(const TransferOptions& /*options*/) {
  transfer_devices();
  return {};
}

}  // namespace segme::cli
#endif
