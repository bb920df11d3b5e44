import QtQuick
import QtQuick.Controls
import Zoufang

// The window: which phase the tablet is in, the screens, and what lies over them.
ApplicationWindow {
    id: window
    width: 1280
    height: 800
    minimumWidth: 600
    minimumHeight: 600
    visible: true
    title: T.say("app_name")
    color: Theme.ground

    readonly property bool wide: width > height
    readonly property string phase: sync.data.phase || ""
    readonly property bool working: phase === "work"

    Binding { target: T; property: "all"; value: texts.all }
    Binding { target: Theme; property: "name"; value: settings.theme }
    Binding { target: Theme; property: "scale"; value: settings.scale }

    NavBar {
        id: nav
        visible: window.working
        side: window.wide
        width: window.wide ? implicitWidth : parent.width
        height: window.wide ? parent.height : implicitHeight
        y: window.wide ? 0 : parent.height - height
        z: 1
    }
    Item {
        id: stage
        anchors { fill: parent; leftMargin: nav.visible && window.wide ? nav.width : 0; bottomMargin: nav.visible && !window.wide ? nav.height : 0 }
        Repeater {
            model: ["today", "search", "organization", "visit", "oral", "sync", "settings", "about"]
            Loader {
                required property string modelData
                readonly property bool here: window.working && Nav.screen === modelData
                anchors.fill: parent
                visible: here
                active: false
                onHereChanged: if (here) active = true
                Component.onCompleted: if (here) active = true
                source: modelData.charAt(0).toUpperCase() + modelData.slice(1) + "Screen.qml"
                onVisibleChanged: if (visible && item && item.shown) item.shown()
            }
        }
        Loader { anchors.fill: parent; active: window.phase === "enrol"; source: "EnrolScreen.qml" }
        Loader { anchors.fill: parent; active: window.phase === "first_sync"; source: "FirstSyncScreen.qml" }
        Loader { anchors.fill: parent; active: window.phase === "withdrawn"; source: "WithdrawnScreen.qml" }
    }
    // Over the bar's title, where nothing is to be tapped.
    Toast {
        id: toast
        parent: Overlay.overlay
        z: 10
        room: stage.width - 2 * 180
        x: stage.x + (stage.width - width) / 2
        y: 12
    }
    LockScreen { id: lock }

    component Refusals: Connections {
        function onRefused(text) { toast.say(text, true) }
    }
    Refusals { target: sync }
    Refusals { target: today }
    Refusals { target: organization }
    Refusals { target: visit }
    Refusals { target: records }
    Refusals { target: handedOver }
    Refusals { target: reports }
    Refusals { target: typing }
    Connections { target: visit; function onOpened() { Nav.go("visit") } }
    Connections { target: visit; function onFinished() { toast.say(T.say("visit_finished_toast")); Nav.back() } }
    Connections { target: reports; function onReported() { toast.say(T.say("reported_toast")) } }
}
