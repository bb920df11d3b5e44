// The tables of a tablet's file that do not depend on the catalogue.
#pragma once

#include <vector>

#include "sync/sql/database.h"

namespace zoufang::device {

// The file's versions. The entities' tables and the capture follow from the catalogue instead.
const std::vector<sql::Migration>& DeviceMigrations();

}  // namespace zoufang::device
