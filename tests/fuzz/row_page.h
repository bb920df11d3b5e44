// A page of rows, opened and closed.
#pragma once

#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::fuzz {

// The rows of an honest page; none when it cannot be read.
sync::v1::RowBatch OpenPage(const sync::v1::RowPage& page);
sync::v1::RowPage ClosePage(const sync::v1::RowBatch& batch);

}  // namespace zoufang::fuzz
