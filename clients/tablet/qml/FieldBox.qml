import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as Control

// A text of a row. Kept at every keystroke; saved when it is left or the typing rests. A value that
// others wrote meanwhile is shown beside it and never put under the finger.
ColumnLayout {
    id: box
    property string label
    property string value          // What the row shows.
    property string entity
    property string rowId          // "": still to be made; then nothing is saved by itself.
    property string field
    property string hint
    property bool tall: false
    property bool readOnly: false
    property int maximum: 2000
    property alias text: input.text
    property alias input: input
    property var hints: Qt.ImhNone
    property string seen: ""       // The row's value when the typing began, or that was looked at since.
    property string other: ""      // What another wrote meanwhile.
    property string mine: ""       // What was saved from here last.

    signal edited()

    spacing: 6

    function keptText() {
        const kept = entity === "" ? undefined : typing.kept(entity, rowId, field)
        return kept === undefined ? value : kept
    }
    function commit() {
        rest.stop()
        if (rowId === "" || rowId.startsWith("new:") || entity === "") return
        mine = input.text
        typing.commit(entity, rowId, field)
    }
    function takeOther() {
        typing.forget(entity, rowId, field)
        input.text = other
        seen = other
        other = ""
    }
    function keepMine() {
        seen = other
        other = ""
        typing.keep(entity, rowId, field, input.text)
        commit()
    }
    // Takes the row's value, unless somebody types here.
    function follow() {
        if (!input.activeFocus) {
            input.text = keptText()
            seen = value
            other = ""
        } else if (value !== seen && value !== mine && value !== input.text) {
            other = value
        }
    }
    onValueChanged: follow()
    onRowIdChanged: follow()
    Component.onCompleted: follow()
    Component.onDestruction: if (rest.running) commit()

    Caption { text: box.label; visible: text !== ""; Layout.fillWidth: true }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: Math.max(box.tall ? 116 : Theme.touch, input.contentHeight + input.topPadding + input.bottomPadding)
        radius: Theme.radius
        color: box.readOnly ? Theme.raised : Theme.surface
        border.width: input.activeFocus ? 3 : Math.max(1.5, Theme.border)
        border.color: input.activeFocus ? Theme.accent : Theme.outline
        Control.TextArea {
            id: input
            objectName: box.objectName === "" ? "" : box.objectName + "Input"
            anchors.fill: parent
            padding: 16
            topPadding: 14             // A line of the largest type has room between the two.
            bottomPadding: 14
            readOnly: box.readOnly
            wrapMode: TextEdit.Wrap
            textFormat: TextEdit.PlainText
            inputMethodHints: box.hints
            color: Theme.ink
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.pixelSize: Theme.body
            Accessible.name: box.label
            onActiveFocusChanged: {
                if (activeFocus) { box.seen = box.value; box.mine = box.value }
                else if (rest.running) box.commit()
                else box.follow()
            }
            onTextChanged: {
                if (!activeFocus || readOnly) return
                if (text.length > box.maximum) { remove(box.maximum, text.length); return }
                if (box.entity !== "") typing.keep(box.entity, box.rowId, box.field, text)
                rest.restart()
                box.edited()
            }
            Keys.onPressed: (event) => {
                if (box.tall || (event.key !== Qt.Key_Return && event.key !== Qt.Key_Enter)) return
                event.accepted = true
                focus = false
            }
            Caption {
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: 16; topMargin: 14 }
                font.pixelSize: Theme.body
                opacity: 0.8
                text: box.hint
                visible: input.text === "" && input.preeditText === ""
            }
        }
    }
    Timer { id: rest; interval: 1500; onTriggered: box.commit() }
    Rectangle {
        objectName: box.objectName === "" ? "" : box.objectName + "Other"
        visible: box.other !== ""
        Layout.fillWidth: true
        implicitHeight: others.implicitHeight + 20
        radius: 10
        color: Theme.warnTint
        RowLayout {
            id: others
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 12 }
            Words { Layout.fillWidth: true; color: Theme.warn; text: T.say("other_wrote", box.other) }
            BigButton { objectName: box.objectName + "TakeTheirs"; plain: true; text: T.say("take_theirs"); onClicked: box.takeOther() }
            BigButton { objectName: box.objectName + "KeepMine"; plain: true; text: T.say("keep_mine"); onClicked: box.keepMine() }
        }
    }
}
