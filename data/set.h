// data/set: the three forms in which labelled pictures come, as one list of samples.
//   folders   DIR with images/ and masks/ in it (or DIR/train/images, DIR/train/masks, DIR/val/...), or IMAGES,MASKS;
//             pairs have one name but for the extension
//   manifest  manifest.csv (columns image, mask, source, kind, label, split), or a DIR that holds one
//   arrays    img.npy,msk.npy (N x H x W x 3 and N x H x W [x 1]), or a DIR with img_uint8.npy and msk_uint8.npy
#pragma once

#include <string>
#include <vector>

#include "data/finding.h"
#include "data/npy.h"
#include "data/values.h"
#include "eval/sets.h"

namespace segme::data {

using eval::Sample;

struct Set {
  std::string form;               ///< "folders", "manifest" or "arrays"
  std::vector<Sample> samples;    ///< those that are whole; pairs of one split stand together
  std::vector<Finding> problems;  ///< missing halves, arrays that do not fit each other
};

/// Lists a set; nothing but the heads of arrays is read. Lonely halves are problems, not errors.
/// @throws Error(input) when `what` is none of the three forms.
Set open_set(const std::string& what);

/// open_set() or, for what has no mattes (a picture, a folder of pictures, one .npy), samples without mattes.
Set open_pictures(const std::string& what);

/// The samples of a set without problems. @throws Error(input) that names the first few problems.
std::vector<Sample> read_set(const std::string& what);

/// The samples of `split`; all of them when it is "" or the set knows no splits. @throws Error(usage)
std::vector<Sample> samples_of_split(const std::vector<Sample>& samples, std::string_view split);

/// The picture as RGB. @throws Error(input)
Image read_picture(const Sample& sample);
/// A sample without matte has an empty person. Sizes and values are not judged. `file` gets what the matte's file holds
/// besides. @throws Error(input)
Matte read_truth(const Sample& sample, MatteFile* file = nullptr);
/// Both, judged (data/values.h): what is odd goes to `remarks`. @throws Error(input), also when the sizes differ or
/// what they hold is no picture and matte: masks of 0/1 or class numbers would teach, and score, that nobody is there.
void read_pair(const Sample& sample, Image& image, Matte& truth, Remarks* remarks = nullptr);
/// The same of a picture and a matte that were read already.
void judge_pair(const Sample& sample, const Image& image, const Matte& truth, const MatteFile& file, Remarks* remarks);

/// Row `row` of an N x H x W x 3 array as RGB; whole numbers are 0..255, floats 0..1. @throws Error(input)
void read_row(const NpyReader& array, std::size_t row, Image& image);
/// Row `row` of an N x H x W [x 1] array as 0..1; whole numbers are 0..255, floats 0..1, booleans 0 or 1.
/// @throws Error(input)
void read_row(const NpyReader& array, std::size_t row, Matte& matte);

}  // namespace segme::data
