import QtQuick
import QtQuick.Layouts

// How far everything is; what two people wrote; what was not taken in. Nothing vanishes by itself.
ScrollScreen {
    id: screen
    back: false
    title: T.say("nav_sync")
    subtitle: sync.data.text || ""

    Card {
        Layout.fillWidth: true
        RowLayout {
            Layout.fillWidth: true
            ColumnLayout {
                Layout.fillWidth: true
                Words { text: (sync.data.last || "") === "" ? T.say("sync_never") : T.say("last_success", sync.data.last); font.weight: Font.DemiBold; Layout.fillWidth: true }
                Caption { text: T.say("waiting_of", sync.data.waiting || 0, sync.data.files || 0); Layout.fillWidth: true }
                Caption { objectName: "received"; visible: (sync.data.received || 0) > 0; text: T.say("received_of", sync.data.received || 0); Layout.fillWidth: true }
                Caption { visible: text !== ""; color: sync.data.state === "offline" ? Theme.muted : Theme.warn; text: sync.data.detail || ""; Layout.fillWidth: true }
            }
            BigButton { objectName: "syncNow"; glyph: "sync"; text: T.say("sync_now"); onClicked: sync.syncNow() }
        }
    }
    Words { visible: records.conflicts.count > 0; text: T.say("conflicts"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
    Repeater { model: records.conflicts; ConflictCard { Layout.fillWidth: true } }
    Words { visible: records.attention.count > 0; text: T.say("attention"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
    Repeater {
        model: records.attention
        Card {
            id: item
            required property var row
            Layout.fillWidth: true
            RowLayout {
                Layout.fillWidth: true
                Words { text: item.row.title; font.weight: Font.DemiBold; Layout.fillWidth: true }
                Badge { text: item.row.verdictText; level: item.row.verdict === "held" ? "quiet" : "notice" }
            }
            Words { text: item.row.message; Layout.fillWidth: true }
            Repeater {
                model: item.row.fields
                Caption { required property var modelData; text: modelData.label + "：" + modelData.before + " → " + modelData.after; Layout.fillWidth: true }
            }
            RowLayout {
                BigButton { objectName: "dismiss"; plain: true; text: T.say("dismiss"); onClicked: { dismissal.item = item.row.id; dismissal.open() } }
                BigButton { objectName: "saveAgain"; visible: item.row.again; text: T.say("save_again"); onClicked: records.saveAgain(item.row.id) }
            }
        }
    }
    Words { visible: handedOver.organizations.count > 0; text: T.say("handed_over"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
    Caption { visible: handedOver.organizations.count > 0; text: T.say("handed_over_text"); Layout.fillWidth: true }
    Repeater { model: handedOver.organizations; HandedOverCard { Layout.fillWidth: true } }
    Words { text: T.say("records"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
    Caption { visible: records.loaded && records.records.count === 0; text: T.say("records_none"); Layout.fillWidth: true }
    Repeater {
        model: records.records
        ListRow {
            id: one
            required property var row
            readonly property bool leads: row.kind === "visit" || row.organizationId !== ""
            objectName: "record"
            Layout.fillWidth: true
            title: [row.title, row.organization].filter(x => x).join(" · ")
            subtitle: row.subject
            detail: row.at
            enabled: leads
            onClicked: {
                if (row.kind === "visit") { visit.open(row.id); Nav.go("visit") }
                else { organization.open(row.organizationId); Nav.go("organization") }
            }
            Badge { visible: one.row.draft && one.row.state !== "draft"; text: T.say("record_draft") }
            Badge {
                objectName: "recordState"
                text: one.row.stateText
                level: one.row.state === "reviewed" && one.row.declined ? "quiet"
                     : ["received", "reviewed"].includes(one.row.state) ? "ok"
                     : ["sending", "waiting"].includes(one.row.state) ? "info"
                     : one.row.state === "draft" ? "quiet" : "notice"
            }
        }
    }
    ReasonSheet { id: dismissal; property string item; title: T.say("dismiss_title"); action: T.say("dismiss"); onGiven: (reason) => records.dismiss(item, reason) }
}
