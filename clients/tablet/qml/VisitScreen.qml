import QtQuick
import QtQuick.Layouts

// A visit, in the order in which it goes: checklist, findings and needs, who took part, the end.
ScrollScreen {
    id: screen
    readonly property var of_: visit.data
    readonly property bool draft: of_.draft === true
    property int part: 0
    title: of_.organization || ""
    subtitle: [of_.kindText, of_.started, of_.state, of_.formVersion].filter(x => x).join(" · ")

    Connections { target: visit; function onOpened() { screen.part = 0; screen.flick.contentY = 0 } }

    Flow {
        Layout.fillWidth: true
        spacing: 10
        Repeater {
            model: ["checklist", "found", "people", "end"]
            Chip {
                required property string modelData
                required property int index
                objectName: "part_" + modelData
                text: T.say("part_" + modelData, screen.of_.answered || 0, screen.of_.asked || 0)
                chosen: screen.part === index
                onClicked: { screen.part = index; screen.flick.contentY = 0 }
            }
        }
    }
    VisitChecklist { visible: screen.part === 0; draft: screen.draft; Layout.fillWidth: true }
    VisitFound { visible: screen.part === 1; draft: screen.draft; visitId: screen.of_.id || ""; Layout.fillWidth: true }
    VisitPeople { visible: screen.part === 2; draft: screen.draft; Layout.fillWidth: true }
    VisitEnd { visible: screen.part === 3; draft: screen.draft; Layout.fillWidth: true }

    foot: [
        Caption { objectName: "savedAt"; visible: screen.draft; text: T.say("saved_as_entered"); Layout.fillWidth: true },
        BigButton { objectName: "partNext"; visible: screen.draft && screen.part < 3; text: T.say("next"); glyph: "next"; onClicked: { screen.part += 1; screen.flick.contentY = 0 } },
        BigButton {
            objectName: "finishVisit"
            visible: screen.draft && screen.part === 3
            glyph: "check"
            text: T.say("finish_visit")
            onClicked: { forceActiveFocus(); visit.finish() }
        }
    ]
}
