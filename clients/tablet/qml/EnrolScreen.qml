import QtQuick
import QtQuick.Layouts

// A tablet that belongs to nobody yet: the code of the administrator makes it somebody's.
Rectangle {
    id: screen
    color: Theme.ground
    property bool asking: false

    Card {
        width: Math.min(parent.width - 2 * Theme.edge, 640)
        anchors.centerIn: parent
        padding: 28
        spacing: 16
        Words { text: T.say("enrol_title"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold; Layout.fillWidth: true }
        Words { text: T.say("enrol_text"); color: Theme.muted; Layout.fillWidth: true }
        FieldBox { id: server; objectName: "enrolServer"; label: T.say("enrol_server"); hint: "zoufang.example.gov.cn:8440"; hints: Qt.ImhUrlCharactersOnly; Layout.fillWidth: true }
        FieldBox { id: code; objectName: "enrolCode"; label: T.say("enrol_code"); hint: "XXXX-XXXX-XXXX"; hints: Qt.ImhNoPredictiveText; Layout.fillWidth: true }
        FieldBox { id: name; objectName: "enrolName"; label: T.say("enrol_name"); hint: T.say("enrol_name_hint"); Layout.fillWidth: true }
        FieldBox { id: authority; objectName: "enrolAuthority"; label: T.say("enrol_authority"); hint: T.say("enrol_authority_hint"); Layout.fillWidth: true }
        BigButton {
            objectName: "enrolGo"
            Layout.fillWidth: true
            text: screen.asking ? T.say("enrol_asking") : T.say("enrol_go")
            enabled: !screen.asking && server.text !== "" && code.text !== ""
            onClicked: { screen.asking = true; sync.enrol(server.text, authority.text, code.text, name.text) }
        }
    }
    Connections { target: sync; function onRefused() { screen.asking = false } }
}
