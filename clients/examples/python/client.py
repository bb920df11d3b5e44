"""What a Python integrator needs to call Zoufang: stubs of the protos, a channel, typed errors."""

import atexit
import pathlib
import shutil
import subprocess
import sys
import tempfile

import grpc

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent
PROTO_FOLDERS = (EXAMPLES.parent.parent / "protos", EXAMPLES / "protos")


def compile_protos():
    """Compiles every proto into a temporary folder and puts it on the path.

    Debian's protobuf-compiler-grpc brings the plugin. A product would do this once, at its build.
    """
    out = tempfile.mkdtemp(prefix="zoufang-stubs-")
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    plugin = shutil.which("grpc_python_plugin")
    if plugin is None or shutil.which("protoc") is None:
        sys.exit("install protobuf-compiler and protobuf-compiler-grpc first")
    files = [file for folder in PROTO_FOLDERS for file in sorted(folder.rglob("*.proto"))]
    subprocess.run(
        ["protoc", f"--plugin=protoc-gen-grpc_python={plugin}"]
        + [f"--proto_path={folder}" for folder in PROTO_FOLDERS]
        + [f"--python_out={out}", f"--grpc_python_out={out}", *map(str, files)],
        check=True,
    )
    sys.path.insert(0, out)


compile_protos()
from google.rpc import error_details_pb2, status_pb2  # noqa: E402

DETAILS = "grpc-status-details-bin"
DEADLINE_SECONDS = 10


class Credentials(grpc.UnaryUnaryClientInterceptor):
    """Adds the API key, and a deadline, to every call."""

    def __init__(self, api_key):
        self.metadata = (("authorization", f"Bearer {api_key}"),)

    def intercept_unary_unary(self, continuation, client_call_details, request):
        details = client_call_details._replace(
            metadata=self.metadata, timeout=client_call_details.timeout or DEADLINE_SECONDS
        )
        return continuation(details, request)


def connect(address, api_key, ca_file=None):
    """TLS when `ca_file` names the authority, else plaintext, offered on loopback only."""
    if ca_file:
        roots = pathlib.Path(ca_file).read_bytes()
        channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(roots))
    else:
        channel = grpc.insecure_channel(address)
    return grpc.intercept_channel(channel, Credentials(api_key))


class TypedError:
    """A refused call: its code, the reason that never changes, what a person may read."""

    def __init__(self, error):
        self.code = error.code().name
        self.reason, self.domain, self.message, self.violations = "", "", error.details(), []
        for detail in self._details(error):
            self._take(detail)

    def __str__(self):
        reason = f"{self.code} {self.reason} ({self.domain})" if self.reason else self.code
        return f"{reason}: {self.message}"

    @staticmethod
    def _details(error):
        trailer = dict(error.trailing_metadata() or ())
        return status_pb2.Status.FromString(trailer.get(DETAILS, b"")).details

    def _take(self, detail):
        info = error_details_pb2.ErrorInfo()
        refused = error_details_pb2.BadRequest()
        localized = error_details_pb2.LocalizedMessage()
        if detail.Unpack(info):
            self.reason, self.domain = info.reason, info.domain
        elif detail.Unpack(refused):
            self.violations = [(v.field, v.description) for v in refused.field_violations]
        elif detail.Unpack(localized):
            self.message = localized.message
