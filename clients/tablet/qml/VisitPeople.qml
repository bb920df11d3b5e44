import QtQuick
import QtQuick.Layouts

// Who took part, and whether the organisation acknowledged it.
ColumnLayout {
    id: people
    property bool draft
    readonly property var of_: visit.data
    spacing: Theme.gap

    Card {
        Layout.fillWidth: true
        Members { label: T.say("participants"); field: "participants"; hint: T.say("participant_hint"); list: people.of_.people || []; draft: people.draft; Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        visible: people.of_.inspection === true
        Words { text: T.say("inspection_needs"); font.weight: Font.DemiBold; Layout.fillWidth: true }
        Members { label: T.say("credentials"); field: "credential_numbers"; hint: T.say("credential_hint"); list: people.of_.credentials || []; draft: people.draft; Layout.fillWidth: true }
        FieldBox { objectName: "notice"; label: T.say("notice_number"); readOnly: !people.draft; value: people.of_.notice || ""; entity: "visit"; rowId: people.of_.id || ""; field: "notice_number"; maximum: 60; Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("acknowledgement"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Badge { objectName: "signed"; visible: people.of_.acknowledgement === 1; level: "ok"; text: T.say("signed_by", people.of_.acknowledgedBy || "") }
        Badge { objectName: "declined"; visible: people.of_.acknowledgement === 2; level: "notice"; text: T.say("declined_because", people.of_.declinedReason || "") }
        FieldBox { id: name; objectName: "signer"; visible: people.draft; label: T.say("visited_person"); maximum: 60; Layout.fillWidth: true }
        SignaturePad { id: pad; objectName: "signature"; visible: people.draft; Layout.fillWidth: true; implicitHeight: 200 }
        RowLayout {
            visible: people.draft
            BigButton { plain: true; text: T.say("clear"); enabled: pad.drawn; onClicked: pad.clear() }
            BigButton { objectName: "declineSign"; plain: true; text: T.say("decline_sign"); Layout.fillWidth: true; onClicked: why.open() }
            BigButton { objectName: "sign"; text: T.say("sign"); Layout.fillWidth: true; enabled: pad.drawn && name.text.trim() !== ""
                onClicked: pad.save((path) => { visit.sign(name.text.trim(), path); pad.clear(); name.text = "" }) }
        }
    }
    ReasonSheet { id: why; list: "declined"; title: T.say("decline_sign"); onGiven: (reason) => visit.declineSignature(reason) }
}
