// infer/closer_look: who fills little of a picture is small in the net's square. What the net says of the whole tells
// where to look once more, nearer; both answers are joined into a matte that is finer by as much.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/image.h"
#include "infer/segmenter.h"
#include "infer/tensorise.h"
#include "infer/together.h"

namespace segme {

/// Looks at the part that everybody is in once more by itself, where that shows something new.
class CloserLook final : public Segmenter {
 public:
  /// `first` is asked about the whole, and says where to look. `beside`, which may be null, is asked once, about the
  /// part, or about the whole where there is no part.
  CloserLook(std::unique_ptr<Segmenter> first, std::unique_ptr<Beside> beside)
      : first_(std::move(first)), beside_(std::move(beside)) {}
  void segment(const Frame& frame, Matte& matte) override;
  void reset() override;
  [[nodiscard]] std::string name() const override { return first_->name(); }
  [[nodiscard]] std::string device() const override { return first_->device(); }
  [[nodiscard]] SegmentTimes times() const override { return times_; }

 private:
  void look(const Frame& frame, Matte& matte);
  void join_beside(const Frame& frame, Matte& matte);

  std::unique_ptr<Segmenter> first_;
  std::unique_ptr<Beside> beside_;
  Frame part_;            // what is looked at once more
  Matte closer_, spare_;  // what is seen there
  SegmentTimes times_;
};

/// The part of a picture of the given size that holds everybody in `coarse` (a matte of the whole picture) with room
/// around them, never narrower than 3:4 or flatter than 4:3 where it is shown while the picture has more; in pixels of
/// the picture, whose pixel_aspect is a Frame's.
/// 0 x 0 where nobody is, or where that part is so large that a closer look would show nothing new.
Rect closer_view(const Matte& coarse, int picture_width, int picture_height, double pixel_aspect = 1);

/// Enlarges `matte` until the part `view` of it is as fine as `closer`, the matte of that part (but never finer than
/// the picture, nor more than four times), and joins both there; towards those sides of the view that are no sides of
/// the picture the closer one counts less and less. `spare` is overwritten.
void join_closer(const Matte& closer, Rect view, int picture_width, int picture_height, Matte& matte, Matte& spare);

/// The part `view` of a picture.
void cut_out_view(const Image& picture, Rect view, Image& part);

}  // namespace segme
