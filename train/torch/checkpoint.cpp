// train/torch/checkpoint: LibTorch's archive, made in memory and written by write_file, which leaves the old file or
// the new one whatever happens.
#include "train/torch/checkpoint.h"

#include "base/error.h"
#include "sink/image_file.h"

namespace segme::train {
namespace {

/// The state as one tensor of doubles; what is appended later reads as its default in older files.
std::vector<double> numbers_of(const RunState& s) {
  return {s.elapsed,         s.best,           static_cast<double>(s.without_better), s.mean_loss, s.last_report,
          s.schedule.factor, s.schedule.least, static_cast<double>(s.schedule.waited)};
}

void take_numbers(const torch::Tensor& tensor, RunState& s) {
  TORCH_CHECK(tensor.dim() == 1 && tensor.scalar_type() == torch::kFloat64 && tensor.numel() >= 8,
              "state is too short");
  const double* n = tensor.data_ptr<double>();
  s = {n[0], n[1], static_cast<int>(n[2]), n[3], n[4], {n[5], n[6], static_cast<int>(n[7])}, s.record};
}

void open_checkpoint(const std::filesystem::path& path, torch::Device device, torch::serialize::InputArchive& archive) {
  if (!std::filesystem::exists(path)) {
    throw Error(ExitCode::input, "cannot resume: there is no '" + path.string() +
                                     "'. Leave --resume out to begin, and add --overwrite where a run stopped before "
                                     "its first checkpoint.");
  }
  try {
    archive.load_from(path.string(), device);
  } catch (const std::exception&) {
    throw Error(ExitCode::input,
                "cannot resume: '" + path.string() +
                    "' is not a checkpoint, or it is cut short. Begin again with --start last.safetensors.");
  }
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const Learner& learner, const RunState& state) {
  torch::serialize::OutputArchive archive;
  archive.write("net_name", c10::IValue(learner.net_name()));
  archive.write("record", c10::IValue(state.record));
  archive.write("state", torch::tensor(numbers_of(state), torch::kFloat64));
  archive.write("random", at::detail::getDefaultCPUGenerator().get_state());
  learner.save(archive);
  std::vector<std::uint8_t> bytes;
  archive.save_to([&](const void* data, std::size_t count) {
    const auto* first = static_cast<const std::uint8_t*>(data);
    bytes.insert(bytes.end(), first, first + count);
    return count;
  });
  write_file(path, bytes);
}

std::string record_in(const std::filesystem::path& path) {
  torch::serialize::InputArchive archive;
  open_checkpoint(path, torch::kCPU, archive);
  c10::IValue record;
  return archive.try_read("record", record) ? record.toStringRef() : "";
}

void read_checkpoint(const std::filesystem::path& path, Learner& learner, RunState& state) {
  torch::serialize::InputArchive archive;
  open_checkpoint(path, learner.device(), archive);
  try {
    c10::IValue name;
    archive.read("net_name", name);
    if (name.toStringRef() != learner.net_name()) {
      throw Error(ExitCode::model, "cannot resume: '" + path.string() + "' is a checkpoint of net '" +
                                       name.toStringRef() + "', not of '" + learner.net_name() +
                                       "'. Name that net, or give --output another place.");
    }
    torch::Tensor numbers;
    archive.read("state", numbers);
    learner.load(archive);
    take_numbers(numbers.cpu(), state);
    c10::IValue record;
    if (archive.try_read("record", record)) state.record = record.toStringRef();
    torch::Tensor random;
    archive.read("random", random);
    at::Generator generator = at::detail::getDefaultCPUGenerator();
    generator.set_state(random.cpu());
  } catch (const c10::Error& error) {
    throw Error(ExitCode::model, "cannot resume: '" + path.string() + "' does not fit this net and these options (" +
                                     error.what_without_backtrace() + "). Give those of the first sitting.");
  }
}

}  // namespace segme::train
