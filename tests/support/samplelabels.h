#pragma once

#include "tests/support/samplescribe.h"

namespace persistence::test {

// The documents of the collections that only give names, whole as a server has them, secrets included. Each writes an open document.
void writeAppDocument(SampleScribe &scribe, const SampleApp &app);
void writeUserDocument(SampleScribe &scribe, const SamplePerson &person);
void writeRoomDocument(SampleScribe &scribe, const SampleRoom &room);
void writeUploadDocument(SampleScribe &scribe, const SampleUpload &upload);
/// Every third message has custom fields, the public alternative to persistence.
void writeMessageDocument(SampleScribe &scribe, const QByteArray &id);
/// A document of a collection that is none of ours.
void writeSettingDocument(SampleScribe &scribe);

} // namespace persistence::test
