pragma Singleton
import QtQuick

// Which screen is shown, and the way back.
QtObject {
    property string screen: "today"
    property var past: []

    function go(next) {
        if (next === screen) return
        past = past.concat([screen]).slice(-20)
        screen = next
    }
    function back() {
        if (past.length === 0) return home("today")
        screen = past[past.length - 1]
        past = past.slice(0, -1)
    }
    function home(first) {
        past = []
        screen = first
    }
}
