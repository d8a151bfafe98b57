#include "app/commands/recordtext.h"

#include "app/commands/console.h"
#include "model/record/recordid.h"
#include "model/workspace/reader.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

} // namespace

QString recordKeyText(Reader &reader, const RecordIndex &index)
{
    QStringList associations;
    for (const Association &association : index.associations) {
        const QByteArray name = reader.label(association.model, association.id);
        QString text = console::shown(association.model) + u' ' + console::shown(association.id);
        if (!name.isEmpty())
            text += QStringLiteral(" (%1)").arg(console::shown(name));
        associations.append(text);
    }
    if (index.marks.testFlag(RecordMark::OddAssociation))
        associations.append(Texts::tr("an association that no app can read"));
    return associations.isEmpty() ? Texts::tr("none") : associations.join(QStringLiteral(" · "));
}

QString recordIdText(const RecordIndex &index)
{
    if (index.marks.testFlag(RecordMark::NoRecordId))
        return Texts::tr("none");
    return console::shown(RecordId(index.recordId).toDisplayText().toUtf8());
}

} // namespace persistence
