// Somebody who types into an app without ever stopping: a process of its own, to be killed.
#pragma once

#include <QString>
#include <string>

namespace zoufang::testing {

// What the typist has typed after so many characters.
QString TypedAfter(int characters);

// Opens the app on an enrolled tablet's file, opens the organisation 志愿 and types into its
// remarks, a character as soon as the one before it is durable, of which a line on standard output
// tells: the number of durable characters. Ends only when something cannot be done: 1.
int TypeForEver(const std::string& tablet);

}  // namespace zoufang::testing
