#include "ui/editor/fieldeditors.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QAction>
#include <QCalendarWidget>
#include <QMenu>
#include <QWidgetAction>

#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

using Make = QWidget *(*)(bson::Type type, DateZone zone, QWidget *parent);

QWidget *makeLine(bson::Type type, DateZone zone, QWidget *parent)
{
    return new LineFieldEditor(type, zone, parent);
}

QWidget *makeChoice(bson::Type, DateZone, QWidget *parent)
{
    return new ChoiceFieldEditor(parent);
}

QWidget *makeNone(bson::Type, DateZone, QWidget *)
{
    return nullptr;
}

struct EditorOfType
{
    bson::Type type;
    Make make;
};

/// All other types are a line.
constexpr std::array kEditors = {
    EditorOfType{bson::Type::Bool, makeChoice},
    EditorOfType{bson::Type::Document, makeNone},
    EditorOfType{bson::Type::Array, makeNone},
    EditorOfType{bson::Type::Binary, makeNone},
};

QString placeholder(bson::Type type)
{
    switch (type) {
    case bson::Type::Null:
        return LineFieldEditor::tr("text, 12, true, { or [");
    case bson::Type::Date:
        return LineFieldEditor::tr("2024-01-31 12:00:00.000Z");
    case bson::Type::ObjectId:
        return LineFieldEditor::tr("24 hexadecimal digits");
    default:
        return {};
    }
}

} // namespace

QWidget *makeFieldEditor(bson::Type type, DateZone zone, QWidget *parent)
{
    const auto found = std::find_if(kEditors.begin(), kEditors.end(), [type](const EditorOfType &row) { return row.type == type; });
    return (found == kEditors.end() ? makeLine : found->make)(type, zone, parent);
}

LineFieldEditor::LineFieldEditor(bson::Type type, DateZone zone, QWidget *parent) : QLineEdit(parent), m_type(type), m_zone(zone)
{
    setObjectName(u"fieldEditor"_s);
    setAccessibleName(tr("Value"));
    setPlaceholderText(placeholder(type));
    // A line edit would replace what it cannot show; texts that hold such characters open in a window of their own.
    setMaxLength(std::numeric_limits<int>::max());
    if (type == bson::Type::Date)
        addCalendar();
}

void LineFieldEditor::load(const bson::Element &element)
{
    setText(lineText(element, m_zone).value_or(QString()));
    m_loaded = text();
    selectAll();
}

void LineFieldEditor::showError(const QString &sentence)
{
    QPalette colors = palette();
    colors.setColor(QPalette::Base, toneBackground(Tone::Bad, colors));
    setPalette(colors);
    setAccessibleDescription(sentence);
    showPlainToolTip(mapToGlobal(QPoint(0, height())), sentence, this, rect());
}

void LineFieldEditor::addCalendar()
{
    QAction *action = addAction(icon(IconId::TypeDate), QLineEdit::TrailingPosition);
    action->setText(tr("Choose a day"));
    setPlainToolTip(action, tr("Choose a day (Alt+Down)"));
    action->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Down));
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, &LineFieldEditor::openCalendar);
}

void LineFieldEditor::openCalendar()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *calendar = new QCalendarWidget(menu);
    calendar->setObjectName(u"fieldCalendar"_s);
    calendar->setSelectedDate(QDate::fromString(text().left(10), Qt::ISODate));
    auto *action = new QWidgetAction(menu);
    action->setDefaultWidget(calendar);
    menu->addAction(action);
    connect(calendar, &QCalendarWidget::activated, this, &LineFieldEditor::takeDay);
    connect(calendar, &QCalendarWidget::clicked, this, &LineFieldEditor::takeDay);
    connect(calendar, &QCalendarWidget::activated, menu, &QWidget::close);
    connect(calendar, &QCalendarWidget::clicked, menu, &QWidget::close);
    menu->popup(mapToGlobal(QPoint(0, height())));
    calendar->setFocus();
}

void LineFieldEditor::takeDay(QDate day)
{
    // The time of the day stays, with its offset.
    const bool hasTime = text().size() > 10 && (text()[10] == u' ' || text()[10] == u'T');
    const QString time = hasTime ? text().sliced(10) : m_zone == DateZone::Utc ? u" 00:00:00.000Z"_s : u" 00:00:00.000"_s;
    setText(day.toString(Qt::ISODate) + time);
    setFocus();
}

ChoiceFieldEditor::ChoiceFieldEditor(QWidget *parent) : QComboBox(parent)
{
    setObjectName(u"fieldEditor"_s);
    setAccessibleName(tr("Value"));
    addItems({u"true"_s, u"false"_s});
}

void ChoiceFieldEditor::load(const bson::Element &element)
{
    m_loaded = element.toBool() ? 0 : 1;
    setCurrentIndex(m_loaded);
}

} // namespace persistence
