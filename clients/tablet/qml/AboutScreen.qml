import QtQuick
import QtQuick.Layouts

// What this is, what it keeps and sends, and where to complain about it (国办函〔2026〕12号).
ScrollScreen {
    title: T.say("about")

    Card {
        Layout.fillWidth: true
        Words { text: T.say("app_name"); font.pixelSize: 30 * Theme.scale; font.weight: Font.Bold }
        Words { objectName: "versions"; text: T.say("versions", device.version(), device.qtVersion()); Layout.fillWidth: true }
        Caption { objectName: "counts"; text: T.say("about_counts", sync.data.organizations || 0, sync.data.visits || 0); Layout.fillWidth: true }
        Caption { text: T.say("about_disk", (sync.data.megabytes || 0).toFixed(1)); Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("data_use"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Words { objectName: "dataUse"; text: T.say("data_use_text"); Layout.fillWidth: true }
    }
    Card {
        Layout.fillWidth: true
        Words { text: T.say("feedback"); font.pixelSize: Theme.strong; font.weight: Font.Bold }
        Caption { text: T.say("feedback_text"); Layout.fillWidth: true }
        FieldBox { id: words; objectName: "feedbackText"; entity: "feedback"; rowId: "new:"; field: "text"; tall: true; Layout.fillWidth: true }
        BigButton {
            objectName: "feedbackSend"
            text: T.say("feedback_send")
            enabled: words.text.trim() !== ""
            onClicked: { reports.feedback(words.text); typing.forget("feedback", "new:", "text"); words.text = "" }
        }
    }
}
