import QtQuick
import QtQuick.Layouts

// What a citizen tells: taken down on the spot, without anything that says who told it.
ScrollScreen {
    id: screen
    property string category: ""
    property string organizationId: ""
    title: T.say("oral_title")
    subtitle: T.say("oral_sub")

    Card {
        Layout.fillWidth: true
        FieldBox { id: subject; objectName: "oralSubject"; label: T.say("oral_subject"); entity: "oral_complaint"; rowId: "new:"; field: "subject_name"; maximum: 100; Layout.fillWidth: true
            onEdited: { screen.organizationId = ""; search.text = text } }
        Repeater {
            model: subject.input.activeFocus && screen.organizationId === "" ? search.hits : null
            Chip { required property var row; required property int index; visible: index < 4; text: row.name; Layout.fillWidth: true
                onClicked: { screen.organizationId = row.id; subject.text = row.name } }
        }
        Badge { visible: screen.organizationId !== ""; level: "ok"; text: T.say("oral_registered") }
        Caption { text: T.say("category") }
        Choices { objectName: "oralCategory"; Layout.fillWidth: true; options: reports.choices("complaint", texts.language); chosen: screen.category; onPicked: (code) => screen.category = code }
        FieldBox { id: story; objectName: "oralStory"; label: T.say("oral_story"); hint: T.say("oral_story_hint"); entity: "oral_complaint"; rowId: "new:"; field: "narrative"; tall: true; maximum: 4000; Layout.fillWidth: true }
        Caption { text: T.say("oral_privacy"); Layout.fillWidth: true }
    }
    foot: BigButton {
        objectName: "oralSend"
        Layout.fillWidth: true
        text: T.say("save_complaint")
        enabled: screen.category !== "" && story.text.trim() !== ""
        onClicked: {
            reports.oralComplaint(screen.organizationId, subject.text, screen.category, story.text)
            typing.forget("oral_complaint", "new:", "subject_name")
            typing.forget("oral_complaint", "new:", "narrative")
            subject.text = ""; story.text = ""; screen.category = ""; screen.organizationId = ""
            Nav.back()
        }
    }
}
