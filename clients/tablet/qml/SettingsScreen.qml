import QtQuick
import QtQuick.Layouts

// How the tablet looks and locks; and where to say that something is amiss.
ScrollScreen {
    id: screen
    back: false
    title: T.say("nav_settings")
    subtitle: [sync.data.user, sync.data.server].filter(x => x).join(" · ")

    Card {
        Layout.fillWidth: true
        Caption { text: T.say("language") }
        Choices { objectName: "language"; Layout.fillWidth: true; chosen: settings.language; options: [{ code: "zh", text: "中文" }, { code: "en", text: "English" }]; onPicked: (code) => settings.language = code }
        Caption { text: T.say("theme") }
        Choices { objectName: "theme"; Layout.fillWidth: true; chosen: settings.theme; options: ["light", "dark", "sunlight"].map(n => ({ code: n, text: T.say("theme_" + n) })); onPicked: (code) => settings.theme = code }
        Caption { text: T.say("type_size") }
        Choices { objectName: "scale"; Layout.fillWidth: true; chosen: settings.scale; options: [[1, "type_usual"], [1.25, "type_large"], [1.5, "type_largest"]].map(n => ({ code: n[0], text: T.say(n[1]) })); onPicked: (code) => settings.scale = code }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("lock"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: settings.hasPin ? T.say("lock_on", settings.lockMinutes) : T.say("lock_off"); Layout.fillWidth: true }
        Choices { objectName: "lockMinutes"; Layout.fillWidth: true; chosen: settings.lockMinutes; options: [1, 5, 15].map(n => ({ code: n, text: T.say("minutes", n) })); onPicked: (code) => settings.lockMinutes = code }
        RowLayout {
            PinBox { id: pin; objectName: "newPin"; hint: T.say("pin_hint"); Layout.fillWidth: true }
            BigButton { objectName: "setPin"; plain: true; text: T.say("set_pin"); enabled: /^[0-9]{4,8}$/.test(pin.text); onClicked: if (settings.setPin(pin.text)) pin.text = "" }
        }
    }
    BigButton { objectName: "feedback"; plain: true; glyph: "talk"; text: T.say("feedback"); Layout.fillWidth: true; onClicked: Nav.go("about") }
    BigButton { objectName: "about"; plain: true; text: T.say("about_app"); Layout.fillWidth: true; onClicked: Nav.go("about") }
}
