# Everything the project links, from Debian's packages (tools/packages.txt names them).
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)       # CMake's module: Debian ships no protobuf-config.cmake.
find_package(gRPC CONFIG REQUIRED)    # After Protobuf: its config expects protobuf::libprotobuf.
find_package(absl CONFIG REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ICU REQUIRED COMPONENTS i18n uc)
find_package(CLI11 CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(EXIV2 REQUIRED IMPORTED_TARGET exiv2)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
find_library(CSV_LIBRARY csv REQUIRED)
# Debian's own: it has protobuf's library, which tools/api_docs reads descriptors with.
find_program(DOCS_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
