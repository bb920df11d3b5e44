#include "clients/tablet/ticket_picture.h"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <QImageReader>

#include "clients/connection/errors.h"

namespace zoufang::tablet {
namespace {

constexpr int kLongestSide = 2'000;  // Of what is searched: a photo has more than a code needs.

QImage GreyPicture(const QString& path) {
  QImageReader reader(path);
  reader.setAutoTransform(true);
  QImage picture = reader.read();
  if (picture.isNull()) return picture;
  const bool large = std::max(picture.width(), picture.height()) > kLongestSide;
  const QImage fit = large ? picture.scaled(kLongestSide, kLongestSide, Qt::KeepAspectRatio,
                                            Qt::SmoothTransformation)
                           : picture;
  return fit.convertToFormat(QImage::Format_Grayscale8);
}

}  // namespace

absl::StatusOr<connection::EnrolmentTicket> ReadTicketPicture(const QString& path) {
  const QImage picture = GreyPicture(path);
  if (picture.isNull()) return connection::TicketUnknown();
  const ZXing::ImageView view(picture.constBits(), picture.width(), picture.height(),
                              ZXing::ImageFormat::Lum, static_cast<int>(picture.bytesPerLine()));
  const ZXing::Result found = ZXing::ReadBarcode(
      view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true));
  if (!found.isValid()) return connection::TicketUnknown();
  return connection::ParseTicket(found.text());
}

}  // namespace zoufang::tablet
