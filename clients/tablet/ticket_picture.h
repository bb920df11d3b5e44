// The administrator's QR code in a picture.
#pragma once

#include <QString>

#include "absl/status/statusor.h"
#include "clients/connection/enrolment_ticket.h"

namespace zoufang::tablet {

// TICKET_UNKNOWN: the file is no picture, or no enrolment's code is to be seen in it. Takes a photo
// of 12 megapixels some 100 ms: not for the window's thread.
absl::StatusOr<connection::EnrolmentTicket> ReadTicketPicture(const QString& path);

}  // namespace zoufang::tablet
