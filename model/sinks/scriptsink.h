#pragma once

#include "model/sinks/recordsink.h"

#include <memory>

namespace persistence {

/// A TypeScript module for tests of an app: an array `records` with id, app, key as RocketChatAssociationRecord and value of each record.
/// Values are what the app gets at run time; types beyond those of JavaScript stand as Extended JSON.
[[nodiscard]] std::unique_ptr<RecordSink> makeTypeScriptSink(ByteSink &to);

/// A script for mongosh that inserts the records into the database it runs on, with all types, in batches.
[[nodiscard]] std::unique_ptr<RecordSink> makeMongoshSink(ByteSink &to);

} // namespace persistence
