#include "ui/editor/fielddelegate.h"

#include "model/items/valuetreemodel.h"
#include "ui/editor/celllinks.h"
#include "ui/editor/fieldeditors.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

FieldState stateOf(const QModelIndex &index)
{
    return FieldState(index.data(ValueTreeModel::StateRole).toInt());
}

Tone toneOf(FieldState state)
{
    switch (state) {
    case FieldState::Changed:
        return Tone::Warning;
    case FieldState::Added:
        return Tone::Good;
    case FieldState::Removed:
        return Tone::Bad;
    default:
        return Tone::Neutral;
    }
}

IconId markOf(FieldState state)
{
    switch (state) {
    case FieldState::Changed:
        return IconId::FieldChanged;
    case FieldState::Added:
        return IconId::FieldAdded;
    case FieldState::Removed:
        return IconId::FieldRemoved;
    default:
        return IconId::None;
    }
}

void showState(QStyleOptionViewItem &option, FieldState state, bool hasMark)
{
    if (state == FieldState::Same)
        return;
    const QColor color = toneColor(toneOf(state), option.palette);
    if (!option.state.testFlag(QStyle::State_Selected))
        option.palette.setColor(QPalette::Text, color);
    option.font.setStrikeOut(state == FieldState::Removed);
    if (hasMark) {
        option.icon = icon(markOf(state), color);
        option.features |= QStyleOptionViewItem::HasDecoration;
        option.decorationPosition = QStyleOptionViewItem::Right;
    }
}

/// What can be said of a value that was typed, and was stored as \a typed.
FieldNotice noticeOf(const TypedField &typed, bson::Type before, const QString &text)
{
    if (typed.isInexact)
        return {{},
                FieldDelegate::tr("This number is too large to be exact."),
                typed.exact ? FieldDelegate::tr("Store as Int64") : QString(),
                typed.exact.value_or(FieldValue()),
                {}};
    if (before == bson::Type::Int32 && typed.value.type == bson::Type::Int64)
        return {{}, FieldDelegate::tr("This number is too large for an Int32. It is stored as Int64."), {}, {}, {}};
    const bool isNumber =
        typed.value.type == bson::Type::Int32 || typed.value.type == bson::Type::Int64 || typed.value.type == bson::Type::Double;
    if (before == bson::Type::Null && isNumber)
        return {{},
                FieldDelegate::tr("%1 is stored as a number.").arg(text),
                FieldDelegate::tr("Store as text"),
                FieldValue::fromText(text.toUtf8()),
                {}};
    if (before != bson::Type::String || !(text.startsWith(u'{') || text.startsWith(u'[')) || text.size() < 3)
        return {};
    if (const auto json = FieldValue::fromJson(text.toUtf8()))
        return {{},
                FieldDelegate::tr("You pasted JSON as text."),
                FieldDelegate::tr("Paste as JSON instead"),
                *json,
                FieldDelegate::tr("Leave as is")};
    return {};
}

} // namespace

FieldDelegate::FieldDelegate(QAbstractItemView *view) : IconDelegate(ValueTreeModel::IconRole, view), m_view(view)
{
}

void FieldDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const std::vector<CellLink> links = cellLinks(option, index);
    if (links.empty()) {
        IconDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    const bool areAll = links.front().row >= 0;
    cell.text = areAll ? QString() : cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, textWidth(option, links));
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, option.widget);
    paintLinks(painter, cell, links);
}

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return IconDelegate::sizeHint(option, index) + QSize(0, 4);
}

QWidget *FieldDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(ValueTreeModel::IsNameRole).toBool()) {
        auto *line = new QLineEdit(parent);
        line->setObjectName(u"fieldName"_s);
        line->setAccessibleName(tr("Field name"));
        m_editor = line;
    } else {
        m_editor = makeFieldEditor(bson::Type(index.data(ValueTreeModel::BsonTypeRole).toInt()), m_zone, parent);
    }
    return m_editor;
}

void FieldDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Not again while it is open: what is typed must not be replaced when the value changes behind it.
    if (editor->property("isLoaded").toBool())
        return;
    editor->setProperty("isLoaded", true);
    if (auto *field = dynamic_cast<FieldEditor *>(editor)) {
        const auto value = index.data(ValueTreeModel::FieldRole).value<FieldValue>();
        field->load(bson::Element(value.type, {}, value.bytes));
    } else if (auto *line = qobject_cast<QLineEdit *>(editor)) {
        line->setText(QString::fromUtf8(index.data(ValueTreeModel::FieldNameRole).toByteArray()));
        line->setProperty("loaded", line->text());
        line->selectAll();
    }
}

void FieldDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (dynamic_cast<FieldEditor *>(editor)) {
        commitValue(editor, model, index);
        return;
    }
    const auto *line = qobject_cast<QLineEdit *>(editor);
    if (line && !line->text().isEmpty() && line->text() != line->property("loaded").toString())
        model->setData(index, line->text().toUtf8(), Qt::EditRole);
}

void FieldDelegate::commitValue(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const auto *field = dynamic_cast<FieldEditor *>(editor);
    if (!field->isChanged())
        return;
    const QPersistentModelIndex row(index);
    const auto before = bson::Type(index.data(ValueTreeModel::BsonTypeRole).toInt());
    const auto typed = field->field();
    if (typed) {
        FieldNotice notice = noticeOf(*typed, before, field->typedText());
        if (model->setData(index, QVariant::fromValue(typed->value), Qt::EditRole) && !notice.text.isEmpty()) {
            notice.index = row;
            emit noticed(notice);
        }
        return;
    }
    // Whoever leaves the cell does not lose what was typed there.
    const FieldValue old = index.data(ValueTreeModel::FieldRole).value<FieldValue>();
    if (model->setData(index, QVariant::fromValue(FieldValue::fromText(field->typedText().toUtf8())), Qt::EditRole))
        emit noticed({row, tr("%1 What you typed is stored as text.").arg(typed.error().message), tr("Take back"), old, {}});
}

void FieldDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = qMax(option.rect.height(), editor->sizeHint().height());
    editor->setGeometry(option.rect.x(), option.rect.center().y() - height / 2, option.rect.width(), height);
}

bool FieldDelegate::eventFilter(QObject *object, QEvent *event)
{
    const auto *field = dynamic_cast<FieldEditor *>(object);
    if (field && event->type() == QEvent::KeyPress && field->isChanged()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool isCommit = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Backtab;
        if (const auto typed = isCommit ? field->field() : TypedField(); isCommit && !typed) {
            dynamic_cast<FieldEditor *>(object)->showError(typed.error().message);
            return true;
        }
    }
    return IconDelegate::eventFilter(object, event);
}

void FieldDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    IconDelegate::initStyleOption(option, index);
    const bool isSelected = option->state.testFlag(QStyle::State_Selected);
    const bool isName = index.column() == ValueTreeModel::NameColumn;
    const bool isTree = qobject_cast<const ValueTreeModel *>(index.model());
    if (isTree && !isName)
        option->features &= ~QStyleOptionViewItem::HasDecoration;
    const bool isType = isTree && index.column() == ValueTreeModel::TypeColumn;
    const bool isContainer = isTree && !isName && index.model()->hasChildren(index.siblingAtColumn(0));
    if ((isType || isContainer || index.data(ValueTreeModel::IsMissingRole).toBool()) && !isSelected)
        option->palette.setColor(QPalette::Text, mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Text), 0.62));
    if (isTree && isName && index.data(ValueTreeModel::OpenTextRole).isValid()) {
        if (option->state.testFlag(QStyle::State_Open))
            option->text = index.data(ValueTreeModel::OpenTextRole).toString();
        option->font.setUnderline(true);
        if (!isSelected)
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::Link));
    }
    if (isTree && isName && index.data(ValueTreeModel::IsDuplicateRole).toBool()) {
        option->text = tr("%1 (same name again)").arg(option->text);
        if (!isSelected)
            option->palette.setColor(QPalette::Text, toneColor(Tone::Warning, option->palette));
    }
    showState(*option, stateOf(index), isType || !isTree);
}

} // namespace persistence
