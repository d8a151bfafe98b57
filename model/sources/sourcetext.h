#pragma once

#include <QCoreApplication>

namespace persistence {

/// The translation context of what sources tell people: `SourceText::tr("…")`.
struct SourceText
{
    Q_DECLARE_TR_FUNCTIONS(Sources)
};

} // namespace persistence
