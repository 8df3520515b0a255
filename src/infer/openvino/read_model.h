// infer/openvino/read_model: a model file to an OpenVINO model that has one float input and one float output of fixed
// shapes, those that the card promises.
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "infer/model_card.h"

namespace ov {
class Core;
class Model;
}  // namespace ov

namespace segme {

/// Reads and checks. @throws Error(model), and OpenVINO's own exceptions
std::shared_ptr<ov::Model> read_openvino_model(ov::Core& core, const Model& model);

/// The file, or the name when it is built in.
std::string describe(const Model& model);

/// What an exception of OpenVINO says, without the lines about its source files.
std::string one_sentence(const std::exception& error);

}  // namespace segme
