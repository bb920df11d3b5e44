import QtQuick
import QtQuick.Layouts

// The summary, one point or why there is none, the end; and afterwards the amendments.
ColumnLayout {
    id: end
    property bool draft
    readonly property var of_: visit.data
    spacing: Theme.gap

    Card {
        Layout.fillWidth: true
        FieldBox { objectName: "purpose"; label: T.say("purpose"); readOnly: !end.draft; value: end.of_.purpose || ""; entity: "visit"; rowId: end.of_.id || ""; field: "purpose"; maximum: 200; Layout.fillWidth: true }
        FieldBox { objectName: "summary"; label: T.say("summary"); tall: true; readOnly: !end.draft; value: end.of_.summary || ""; entity: "visit"; rowId: end.of_.id || ""; field: "summary"; Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("place"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: T.say("place_text"); Layout.fillWidth: true }
        Badge { objectName: "point"; visible: (end.of_.point || "") !== ""; level: "ok"; text: T.say("point_is", end.of_.point, end.of_.accuracy) }
        Badge { objectName: "pointAbsent"; visible: (end.of_.point || "") === ""; text: T.say("no_point_because", end.of_.noPoint || "—") }
        RowLayout {
            visible: end.draft
            BigButton { objectName: "takePoint"; plain: true; glyph: "map"; text: T.say("take_point"); Layout.fillWidth: true; onClicked: device.locate() }
            BigButton { objectName: "noPoint"; plain: true; text: T.say("no_point"); Layout.fillWidth: true; onClicked: why.open() }
        }
    }
    Card {
        visible: end.draft
        Layout.fillWidth: true
        Words { text: T.say("before_finish"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Words { text: T.say("answered_of", end.of_.answered || 0, end.of_.asked || 0); Layout.fillWidth: true }
        Words { visible: (end.of_.requiredOpen || 0) > 0; color: Theme.warn; text: T.say("required_open", end.of_.requiredOpen || 0); Layout.fillWidth: true }
        Caption { text: T.say("finish_text"); Layout.fillWidth: true }
        BigButton { objectName: "discardVisit"; plain: true; danger: true; text: T.say("discard_visit"); onClicked: discard.open() }
    }
    Card {
        visible: end.of_.finished === true || visit.amendments.count > 0
        Layout.fillWidth: true
        Words { text: T.say("amendments"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: T.say("amendments_text"); Layout.fillWidth: true }
        Repeater {
            model: visit.amendments
            ColumnLayout {
                id: one
                required property var row
                Layout.fillWidth: true
                spacing: 2
                Words { objectName: "amendment"; text: one.row.subject + "：" + one.row.text; Layout.fillWidth: true }
                Caption { text: T.say("because", one.row.reason) + " · " + one.row.by + " · " + one.row.at; Layout.fillWidth: true }
            }
        }
        BigButton { objectName: "amend"; visible: end.of_.finished === true; plain: true; glyph: "edit"; text: T.say("amend"); onClicked: sheet.open() }
    }
    Connections {
        target: device
        function onLocated(point, accuracy) {
            if (!end.visible || !end.draft) return
            if (point === "") why.open()
            else visit.setPoint(point, accuracy)
        }
    }
    ReasonSheet { id: why; list: "no_point"; title: T.say("no_point_title"); onGiven: (reason) => visit.setNoPoint(reason) }
    ReasonSheet { id: discard; title: T.say("discard_visit"); onGiven: (reason) => visit.discard(reason) }
    Sheet {
        id: sheet
        title: T.say("amend")
        onOpened: { subject.text = ""; right.text = ""; reason.text = "" }
        FieldBox { id: subject; objectName: "amendSubject"; label: T.say("amend_subject"); maximum: 60; Layout.fillWidth: true }
        FieldBox { id: right; objectName: "amendText"; label: T.say("amend_text"); tall: true; Layout.fillWidth: true }
        FieldBox { id: reason; objectName: "amendReason"; label: T.say("reason"); maximum: 500; Layout.fillWidth: true }
        foot: BigButton { objectName: "amendSave"; Layout.fillWidth: true; text: T.say("save"); enabled: subject.text !== "" && right.text !== "" && reason.text !== ""
            onClicked: { visit.amend(subject.text, right.text, reason.text); sheet.close() } }
    }
}
