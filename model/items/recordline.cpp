#include "model/items/recordline.h"

#include "model/bson/displaytext.h"
#include "model/record/valuepreview.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxPartBytes = 120;
constexpr size_t kMaxAssociations = 8;

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::RecordLine", text);
}

} // namespace

QString RecordLine::title(int column)
{
    switch (column) {
    case KeyColumn:
        return tr("Key");
    case ValueColumn:
        return tr("Value");
    case UpdatedColumn:
        return tr("Updated");
    case SizeColumn:
        return tr("Size");
    case RecordIdColumn:
        return tr("Record id");
    default:
        return {};
    }
}

QString RecordLine::text(int column, TimeZone zone, bool isValueHidden) const
{
    switch (column) {
    case KeyColumn:
        return key.isEmpty() && !head.isEmpty() ? tr("(no key)") : key;
    case ValueColumn:
        return isValueHidden ? hiddenText() : value;
    case UpdatedColumn:
        return updated ? dateText(*updated, zone) : QString();
    case SizeColumn:
        return row.isValid() ? sizeText(size) : QString();
    case RecordIdColumn:
        return recordId;
    default:
        return {};
    }
}

QString keyText(const std::vector<Association> &associations, const LabelLookup &label)
{
    QStringList parts;
    for (size_t i = 0; i < std::min(associations.size(), kMaxAssociations); ++i) {
        const auto &[model, id] = associations[i];
        const QByteArray name = label(model, id);
        parts.append(u"%1 %2"_s.arg(bson::displayText(model, kMaxPartBytes),
                                    bson::displayText(name.isEmpty() ? id : QByteArrayView(name), kMaxPartBytes)));
    }
    if (associations.size() > kMaxAssociations)
        parts.append(u"…"_s);
    return parts.join(u" · ");
}

RecordLine recordLine(const RecordSummary &summary, const LabelLookup &label)
{
    const bson::DocumentView document(summary.head);
    RecordIndex index;
    const bool isIndexed = indexRecord(document, summary.collection, index);
    RecordLine line;
    line.row = summary.row;
    line.key = isIndexed ? keyText(index.associations, label) : QString();
    line.value = summary.isDamaged ? tr("Damaged: the bytes do not match their checksum and are not shown")
                                   : valuePreview(document, summary.collection);
    if (line.value.isEmpty() && summary.size > summary.head.size())
        line.value = tr("(a large value)");
    line.encodedId = summary.recordId.encoded();
    line.recordId = summary.recordId.toDisplayText();
    line.rawRecordId = line.recordId.toUtf8();
    line.recordId = bson::displayText(line.rawRecordId, kMaxPartBytes * 2);
    line.updated = summary.updated;
    line.size = summary.size;
    line.marks = RecordMarks::fromInt(int(summary.marks));
    line.collection = summary.collection;
    line.head = summary.head;
    return line;
}

} // namespace persistence
