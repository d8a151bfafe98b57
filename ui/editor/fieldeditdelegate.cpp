#include "ui/editor/fieldeditdelegate.h"

#include "model/items/valuetreemodel.h"
#include "ui/editor/fieldeditors.h"

#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The type of the value in a cell; that of null where there is none yet.
bson::Type typeOf(const QModelIndex &index)
{
    const QVariant type = index.data(ValueTreeModel::BsonTypeRole);
    return type.isValid() ? bson::Type(type.toInt()) : bson::Type::Null;
}

/// What can be said of a value that was typed, and was stored as \a typed.
FieldNotice noticeOf(const TypedField &typed, bson::Type before, const QString &text)
{
    if (typed.isInexact)
        return {{},
                FieldEditDelegate::tr("This number is too large to be exact."),
                typed.exact ? FieldEditDelegate::tr("Store as Int64") : QString(),
                typed.exact.value_or(FieldValue()),
                {}};
    if (before == bson::Type::Int32 && typed.value.type == bson::Type::Int64)
        return {{}, FieldEditDelegate::tr("This number is too large for an Int32. It is stored as Int64."), {}, {}, {}};
    const bool isNumber =
        typed.value.type == bson::Type::Int32 || typed.value.type == bson::Type::Int64 || typed.value.type == bson::Type::Double;
    if (before == bson::Type::Null && isNumber)
        return {{},
                FieldEditDelegate::tr("%1 is stored as a number.").arg(text),
                FieldEditDelegate::tr("Store as text"),
                FieldValue::fromText(text.toUtf8()),
                {}};
    if (before != bson::Type::String || !(text.startsWith(u'{') || text.startsWith(u'[')) || text.size() < 3)
        return {};
    if (const auto json = FieldValue::fromJson(text.toUtf8()))
        return {{},
                FieldEditDelegate::tr("You pasted JSON as text."),
                FieldEditDelegate::tr("Paste as JSON instead"),
                *json,
                FieldEditDelegate::tr("Leave as is")};
    return {};
}

} // namespace

QWidget *FieldEditDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(ValueTreeModel::IsNameRole).toBool()) {
        auto *line = new QLineEdit(parent);
        line->setObjectName(u"fieldName"_s);
        line->setAccessibleName(tr("Field name"));
        m_editor = line;
    } else {
        m_editor = makeFieldEditor(typeOf(index), m_zone, parent);
    }
    return m_editor;
}

void FieldEditDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
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

void FieldEditDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (dynamic_cast<FieldEditor *>(editor)) {
        commitValue(editor, model, index);
        return;
    }
    const auto *line = qobject_cast<QLineEdit *>(editor);
    if (line && !line->text().isEmpty() && line->text() != line->property("loaded").toString())
        model->setData(index, line->text().toUtf8(), Qt::EditRole);
}

void FieldEditDelegate::commitValue(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const auto *field = dynamic_cast<FieldEditor *>(editor);
    if (!field->isChanged())
        return;
    const QPersistentModelIndex row(index);
    const auto before = typeOf(index);
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

void FieldEditDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = qMax(option.rect.height(), editor->sizeHint().height());
    editor->setGeometry(option.rect.x(), option.rect.center().y() - height / 2, option.rect.width(), height);
}

bool FieldEditDelegate::eventFilter(QObject *object, QEvent *event)
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

} // namespace persistence
