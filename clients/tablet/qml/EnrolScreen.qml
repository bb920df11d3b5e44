import QtQuick
import QtQuick.Layouts

// A tablet that belongs to nobody yet: the code of the administrator makes it somebody's.
Rectangle {
    id: screen
    color: Theme.ground
    property bool asking: false

    Flickable {
        objectName: "scroll"
        anchors.fill: parent
        contentHeight: Math.max(height, card.height + 2 * Theme.edge)
        boundsBehavior: Flickable.StopAtBounds
    Card {
        id: card
        width: Math.min(screen.width - 2 * Theme.edge, 640)
        anchors.centerIn: parent
        padding: 28
        spacing: 16
        Words { text: T.say("enrol_title"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold; Layout.fillWidth: true }
        Words { text: T.say("enrol_text"); color: Theme.muted; Layout.fillWidth: true }
        BigButton { objectName: "enrolQr"; plain: true; glyph: "camera"; text: T.say("enrol_qr"); Layout.fillWidth: true; onClicked: { pick.pictures = device.recentPictures(); pick.open() } }
        Words { id: unknown; objectName: "enrolQrUnknown"; visible: text !== ""; color: Theme.bad; Layout.fillWidth: true }
        FieldBox { id: server; objectName: "enrolServer"; label: T.say("enrol_server"); hint: "zoufang.example.gov.cn:8440"; hints: Qt.ImhUrlCharactersOnly; Layout.fillWidth: true }
        FieldBox { id: code; objectName: "enrolCode"; label: T.say("enrol_code"); hint: "XXXX-XXXX-XXXX"; hints: Qt.ImhNoPredictiveText; Layout.fillWidth: true }
        FieldBox { id: name; objectName: "enrolName"; label: T.say("enrol_name"); hint: T.say("enrol_name_hint"); Layout.fillWidth: true }
        FieldBox { id: authority; objectName: "enrolAuthority"; label: T.say("enrol_authority"); hint: T.say("enrol_authority_hint"); Layout.fillWidth: true }
        BigButton {
            objectName: "enrolGo"
            Layout.fillWidth: true
            text: screen.asking ? T.say("enrol_asking") : T.say("enrol_go")
            enabled: !screen.asking && [server, code, name].every(box => box.text.trim() !== "")
            onClicked: { screen.asking = true; sync.enrol(server.text, authority.text, code.text, name.text) }
        }
    }
    }
    Sheet {
        id: pick
        property var pictures: []
        title: T.say("enrol_qr_pick")
        Caption { visible: pick.pictures.length === 0; text: T.say("enrol_qr_none"); Layout.fillWidth: true }
        Flow {
            Layout.fillWidth: true
            spacing: 12
            Repeater {
                model: pick.pictures
                Image {
                    required property string modelData
                    required property int index
                    objectName: "picture_" + index
                    width: 180; height: 180
                    source: "file://" + modelData
                    sourceSize: Qt.size(180, 180)
                    asynchronous: true
                    fillMode: Image.PreserveAspectFit
                    Accessible.name: modelData.split("/").pop()
                    TapHandler { onTapped: { unknown.text = ""; pick.close(); device.readTicket(modelData) } }
                }
            }
        }
    }
    Connections { target: sync; function onRefused() { screen.asking = false } }
    Connections {
        target: device
        function onTicket(address, word) { server.text = address; code.text = word }
        function onNoTicket() { unknown.text = T.say("enrol_qr_unknown") }
    }
}
