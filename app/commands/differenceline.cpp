#include "app/commands/differenceline.h"

#include "app/commands/console.h"
#include "model/bson/preview.h"

#include <QCoreApplication>
#include <QStringList>

#include <utility>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

constexpr int kPreview = 60;

/// The sign and the name of a kind of difference.
std::pair<const char *, const char *> nameOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return {"+", "added"};
    case DifferenceKind::Removed:
        return {"-", "removed"};
    case DifferenceKind::Changed:
        return {"~", "changed"};
    case DifferenceKind::Retyped:
        return {"t", "type"};
    case DifferenceKind::Moved:
        return {">", "order"};
    case DifferenceKind::Same:
        return {"=", "same"};
    }
    return {"", ""};
}

QString valueText(const bson::Element &element, bool withType)
{
    const QString text = bson::preview(element, kPreview);
    return withType ? QStringLiteral("%1 (%2)").arg(text, bson::typeName(element.type())) : text;
}

} // namespace

QString differenceLine(const Difference &difference)
{
    const bool isRetyped = difference.kind == DifferenceKind::Retyped;
    const bool isMoved = difference.kind == DifferenceKind::Moved;
    QStringList sides;
    if (difference.before && !isMoved)
        sides.append(valueText(*difference.before, isRetyped));
    if (difference.after && !isMoved)
        sides.append(valueText(*difference.after, isRetyped));
    const QString path = console::shown(difference.path.toText());
    const QString what = isMoved ? Texts::tr("stands elsewhere among its neighbours") : sides.join(QStringLiteral(" → "));
    return QStringLiteral("%1 %2: %3").arg(QString::fromUtf8(nameOf(difference.kind).first), path, what);
}

void appendDifference(bson::Builder &builder, const Difference &difference)
{
    builder.appendString("kind", nameOf(difference.kind).second);
    builder.appendString("path", difference.path.toText());
    if (difference.before)
        builder.appendRaw("before", difference.before->type(), difference.before->value());
    if (difference.after)
        builder.appendRaw("after", difference.after->type(), difference.after->value());
}

void printDifference(const Difference &difference)
{
    console::print(differenceLine(difference) + u'\n');
}

} // namespace persistence
