#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/fieldsurvey.h"

#include <QList>
#include <QString>

namespace persistence {

class Workspace;

/// How a filter that is being typed could go on.
struct FilterCompletion
{
    struct Item
    {
        QByteArray text;     ///< takes the place of the part
        QString description; ///< translated or from the data; may be empty. Plain text.

        bool operator==(const Item &) const = default;
    };

    qsizetype start = 0; ///< the part of the text that is replaced, in bytes
    qsizetype size = 0;
    QList<Item> items;
    QString note; ///< translated: why these are not all, or that they are still being looked for; may be empty
};

/// What can stand at byte \a cursor of \a text: fields of the language, association models, paths of \a survey (may be null), and behind a
/// field apps, association models, ids, resolved names and types, by what is typed of them, in either case. At most \a limit. Takes about
/// as long as reading all names: for a job.
[[nodiscard]] Result<FilterCompletion> completeFilter(const Workspace &workspace, const FieldSurvey *survey, QByteArrayView text,
                                                      qsizetype cursor, int limit, Progress &progress);

} // namespace persistence
