// zoufang attachment get
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/files.h"
#include "clients/fieldwork/attachments.h"
#include "sync/base/content_hash.h"
#include "sync/base/file_errors.h"
#include "sync/base/status.h"
#include "zoufang/v1/attachment_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

struct GetOptions {
  std::string id;
  std::string out;
  bool original = false;
  std::string reason;
};

struct Fetched {
  std::string content;
  std::string mime_type;
};

absl::StatusOr<Fetched> Fetch(const GetOptions& options, const Remote& remote) {
  v1::ReadAttachmentRequest request;
  request.set_attachment_id(options.id);
  request.set_sealed_original(options.original);
  request.set_reason(options.reason);
  Fetched fetched;
  int64_t size = 0;
  const auto take = [&](const v1::AttachmentChunk& chunk) {
    if (fetched.mime_type.empty()) {
      fetched.mime_type = chunk.mime_type();
      size = chunk.size_bytes();
    }
    fetched.content += chunk.data();
    return absl::OkStatus();
  };
  const absl::Status read =
      remote.Read<v1::AttachmentService::Stub, v1::ReadAttachmentRequest, v1::AttachmentChunk>(
          &v1::AttachmentService::Stub::ReadAttachment, request, take);
  RETURN_IF_ERROR(read);
  if (static_cast<int64_t>(fetched.content.size()) != size) return base::FileDamaged(options.id);
  return fetched;
}

// The tablet's own original needs no network; another's copy comes from the server.
absl::StatusOr<Fetched> FromTablet(const GetOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  fieldwork::Attachments attachments(*tablet);
  ASSIGN_OR_RETURN(const fieldwork::AttachedFile file, attachments.Find(options.id));
  ASSIGN_OR_RETURN(std::optional<std::string> own, attachments.ReadOwn(file.row));
  if (own.has_value()) return Fetched{*std::move(own), file.row.mime_type()};
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, tablet->replica().GetEnrollment());
  ASSIGN_OR_RETURN(const Remote remote,
                   Remote::Open({enrollment.server, enrollment.ca_file, enrollment.token}));
  ASSIGN_OR_RETURN(Fetched fetched, Fetch(options, remote));
  const std::string& expected = file.row.clean_sha256();
  if (!expected.empty() && base::HexSha256(fetched.content) != expected) {
    return base::FileDamaged(options.id);
  }
  return fetched;
}

absl::StatusOr<Fetched> FromSession(const GetOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  return Fetch(options, remote);
}

absl::Status Get(const GetOptions& options, Shell& shell) {
  const bool tablet = !options.original && shell.TabletPath().ok();
  ASSIGN_OR_RETURN(const Fetched fetched,
                   tablet ? FromTablet(options, shell) : FromSession(options, shell));
  RETURN_IF_ERROR(WritePrivateFile(options.out, fetched.content));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"id", options.id},
                  {"out", options.out},
                  {"size", fetched.content.size()},
                  {"mime_type", fetched.mime_type},
                  {"sha256", base::HexSha256(fetched.content)}});
  } else {
    out.Line(TextId::kFetched, options.out, fetched.content.size(), fetched.mime_type);
  }
  return absl::OkStatus();
}

}  // namespace

void AddAttachmentCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "attachment", TextId::kAttachmentHelp);
  auto options = std::make_shared<GetOptions>();
  CLI::App& get = commands.Add(group, "get", TextId::kAttachmentGetHelp,
                               [options](Shell& shell) { return Get(*options, shell); });
  commands.Option(get, "ID", options->id, TextId::kAttachmentIdHelp)->required();
  commands.Option(get, "--out", options->out, TextId::kOutHelp)->required();
  CLI::Option* const original =
      commands.Flag(get, "--original", options->original, TextId::kOriginalHelp);
  commands.Option(get, "--reason", options->reason, TextId::kReasonHelp)->needs(original);
  commands.TabletOption(get);
  commands.SessionOptions(get);
}

}  // namespace zoufang::cli
