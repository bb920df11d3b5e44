pragma Singleton
import QtQuick

// The texts of the language; a binding that says something follows a change of it.
QtObject {
    property var all: ({})

    function say(key, first, second) {
        let text = all[key]
        if (text === undefined) return key
        if (first !== undefined) text = text.replace("%1", first)
        if (second !== undefined) text = text.replace("%2", second)
        return text
    }
}
