// render/kernels: the inner loops of the renderers, one row of pixels a call, once plain and once in Highway for the
// machine's best SIMD. The plain ones say what is computed; the tests hold the fast ones against them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace segme {

/// A row of CIE Lab (white D65) in planes: lightness 0..100, a and b about -128..127.
struct LabRow {
  float* lightness;
  float* a;
  float* b;
};

/// A row of a coarser picture of two colours, and where the pixels of a finer row lie on it.
struct LevelRow {
  const float* planes[6];       ///< the person's R, G and B, then the background's, 0..255; each is readable
                                ///< for kLevelPad values beyond its last column
  const std::int32_t* columns;  ///< of each pixel: the column at or before it; never falls, grows by 1 at most
  const float* parts;           ///< of each pixel: its way to the next column, 0..1
};
inline constexpr int kLevelPad = 17;

/// Pixels that look() joins to one flag.
inline constexpr int kLookedAt = 32;

/// A matte is soft between these. One nearer to 1 than 8 bits can say counts as 1.
inline constexpr float kSure = 254.5F / 255;
inline constexpr float kSoftLeast = 1 - kSure;

struct RenderKernels {
  /// A flag for each 32 values, the last for what is left: 1 where any is above 0.5/256, plus 2 where any is below
  /// 1 - 0.5/256. A matte value nearer to 0 or 1 changes no byte of a picture.
  void (*look)(const float* matte, std::size_t pixels, std::uint8_t* flags);
  /// out = back + matte * (front - back), rounded; RGB rows, one matte value a pixel, 0..1.
  void (*blend)(const std::uint8_t* front, const std::uint8_t* back, const float* matte, std::size_t pixels,
                std::uint8_t* out);
  /// Where the matte is soft: the person's colour between two columns of the level, moved so that both of its colours
  /// together are what is seen; elsewhere what is seen. RGB rows.
  void (*own_colours)(const std::uint8_t* seen, const float* matte, const LevelRow& level, std::size_t pixels,
                      std::uint8_t* out);
  /// out = t * t * (3 - 2 * t) with t = (in - low) / width, clipped to 0..1.
  void (*smooth_step)(const float* in, float low, float width, std::size_t size, float* out);
  /// out = front + matte * colour, saturating; an RGB row, colour 0..255 each.
  void (*overlay)(const std::uint8_t* front, const float* matte, const float colour[3], std::size_t pixels,
                  std::uint8_t* out);
  /// picture += matte * light * (255 - picture) / 255, rounded: light added as through two slides ("screen").
  void (*screen)(const std::uint8_t* light, const float* matte, std::size_t pixels, std::uint8_t* picture);
  /// sRGB bytes to Lab.
  void (*to_lab)(const std::uint8_t* colours, std::size_t pixels, const LabRow& out);
  /// Lab times scale plus offset, clipped to what Lab holds, to sRGB bytes. The row of Lab is used up.
  void (*from_lab)(const LabRow& row, const float scale[3], const float offset[3], std::size_t pixels,
                   std::uint8_t* out);
};

extern const RenderKernels plain_render_kernels;
const RenderKernels& fast_render_kernels();

/// Tables of the sRGB curve, made once: linear light of a byte, and the byte of a linear light by its square root.
struct LightCurve {
  static constexpr int kSteps = 4096;  // a step is at most a twelfth of a byte
  float linear[256];
  std::uint8_t byte[kSteps];  ///< of light (i / (kSteps - 1)) squared
};
const LightCurve& light_curve();

}  // namespace segme
