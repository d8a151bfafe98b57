#pragma once

#include "tests/support/samplescribe.h"

namespace persistence::test {

/// A record of the profile Flat: the data that the figures of the performance guide were measured with.
void writeFlatRecord(SampleScribe &scribe);

} // namespace persistence::test
