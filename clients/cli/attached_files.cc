#include "clients/cli/attached_files.h"

namespace zoufang::cli {
namespace {

using device::UploadState;
using fieldwork::AttachedFile;

enum class FileState { kWaiting, kSending, kStored, kRefused, kLost, kElsewhere };

// What the tablet knows of its own upload comes before what the row says: it is the newer.
FileState StateOf(const AttachedFile& file) {
  if (file.upload.has_value()) {
    switch (file.upload->state) {
      case UploadState::kWaiting:
        return file.upload->sent > 0 ? FileState::kSending : FileState::kWaiting;
      case UploadState::kSending:
        return FileState::kSending;
      case UploadState::kStored:
        return FileState::kStored;
      case UploadState::kRefused:
        return FileState::kRefused;
      case UploadState::kLost:
        return FileState::kLost;
    }
  }
  if (file.row.state() == v1::ATTACHMENT_STATE_STORED) return FileState::kStored;
  return file.row.state() == v1::ATTACHMENT_STATE_REFUSED ? FileState::kRefused
                                                          : FileState::kElsewhere;
}

const char* NameOf(FileState state) {
  switch (state) {
    case FileState::kWaiting:
      return "waiting";
    case FileState::kSending:
      return "sending";
    case FileState::kStored:
      return "stored";
    case FileState::kRefused:
      return "refused";
    case FileState::kLost:
      return "lost";
    case FileState::kElsewhere:
      return "elsewhere";
  }
  return "";
}

std::string TextOf(const AttachedFile& file, Output& out) {
  switch (StateOf(file)) {
    case FileState::kWaiting:
      return out.Say(TextId::kFileWaiting);
    case FileState::kSending:
      return out.Say(TextId::kFileSending, file.upload->sent, file.upload->size);
    case FileState::kStored:
      return out.Say(TextId::kFileStored);
    case FileState::kRefused:
      return out.Say(TextId::kFileRefused);
    case FileState::kLost:
      return out.Say(TextId::kFileLost);
    case FileState::kElsewhere:
      return out.Say(TextId::kFileElsewhere);
  }
  return "";
}

}  // namespace

Json FilesJson(const std::vector<AttachedFile>& files) {
  Json list = Json::array();
  for (const AttachedFile& file : files) {
    const FileState state = StateOf(file);
    const int64_t whole = state == FileState::kStored ? file.row.size_bytes() : 0;
    list.push_back({{"id", file.row.id()},
                    {"state", NameOf(state)},
                    {"sent", file.upload.has_value() ? file.upload->sent : whole},
                    {"size", file.row.size_bytes()}});
  }
  return list;
}

void PrintFiles(const std::vector<AttachedFile>& files, Output& out) {
  Table table;
  for (const AttachedFile& file : files) {
    table.Add({out.Say(TextId::kFile), file.row.id(), file.row.mime_type(), TextOf(file, out),
               file.row.caption()});
  }
  out.Print(table);
}

}  // namespace zoufang::cli
