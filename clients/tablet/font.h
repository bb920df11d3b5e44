// The type of every text.
#pragma once

namespace zoufang::tablet {

// Makes a type with Chinese letters the application's, the best of those that are installed. After
// the QGuiApplication is made, before a window is.
void UseChineseFont();

}  // namespace zoufang::tablet
