#include "tests/ui/showntexts.h"

#include "model/items/roles.h"

#include <Qsci/qsciscintilla.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTabBar>
#include <QTextEdit>

using namespace Qt::StringLiterals;

namespace persistence::test {

namespace {

using Kind = ShownText::Kind;

class Collector final
{
public:
    void collect(const QWidget *root)
    {
        addWidget(root);
        for (const QWidget *widget : root->findChildren<QWidget *>()) {
            if (widget->isVisible())
                addWidget(widget);
        }
    }

    QList<ShownText> texts;

private:
    void add(Kind kind, const QString &text, const char *what)
    {
        if (!text.isEmpty())
            texts.append({kind, m_where + u' ' + QLatin1String(what), text});
    }

    void addWidget(const QWidget *widget)
    {
        m_where = QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
        if (widget->isWindow() || qobject_cast<const QDockWidget *>(widget))
            add(Kind::Plain, widget->windowTitle(), "title");
        add(Kind::ToolTip, widget->toolTip(), "tooltip");
        add(Kind::ToolTip, widget->whatsThis(), "help");
        add(Kind::Plain, widget->accessibleName(), "accessible name");
        for (const QAction *action : widget->actions())
            addAction(action);
        addText(widget);
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget))
            addCells(view);
    }

    void addAction(const QAction *action)
    {
        add(Kind::Button, action->text(), "action");
        add(Kind::ToolTip, action->toolTip() == action->iconText() ? QString() : action->toolTip(), "action tooltip");
        add(Kind::Plain, action->statusTip(), "action status");
    }

    void addText(const QWidget *widget)
    {
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            add(label->textFormat() == Qt::PlainText ? Kind::Label : Kind::Rich, label->text(), "text");
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            add(Kind::Button, button->text(), "text");
        else if (const auto *group = qobject_cast<const QGroupBox *>(widget))
            add(Kind::Button, group->title(), "title");
        else if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            addEdit(edit);
        else if (const auto *box = qobject_cast<const QComboBox *>(widget))
            addItems(box);
        else if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            addTabs(tabs);
        else if (const auto *plain = qobject_cast<const QPlainTextEdit *>(widget))
            add(Kind::Editor, plain->toPlainText(), "text");
        else if (const auto *rich = qobject_cast<const QTextEdit *>(widget))
            add(Kind::Rich, rich->toHtml(), "text");
        else if (const auto *code = qobject_cast<const QsciScintilla *>(widget))
            add(Kind::Editor, code->text(), "text");
        else if (const auto *bar = qobject_cast<const QProgressBar *>(widget))
            add(Kind::Plain, bar->text(), "text");
    }

    void addEdit(const QLineEdit *edit)
    {
        add(Kind::Editor, edit->text(), "text");
        add(Kind::Plain, edit->placeholderText(), "placeholder");
    }

    void addItems(const QComboBox *box)
    {
        for (int i = 0; i < box->count(); ++i)
            add(Kind::Plain, box->itemText(i), "item");
    }

    void addTabs(const QTabBar *tabs)
    {
        for (int i = 0; i < tabs->count(); ++i) {
            add(Kind::Button, tabs->tabText(i), "tab");
            add(Kind::ToolTip, tabs->tabToolTip(i), "tab tooltip");
        }
    }

    /// The cells in sight, found by their places.
    void addCells(const QAbstractItemView *view)
    {
        const QAbstractItemModel *model = view->model();
        if (!model)
            return;
        if (const auto *header = qobject_cast<const QHeaderView *>(view)) {
            for (int i = 0; i < header->count(); ++i) {
                add(Kind::Plain, model->headerData(i, header->orientation()).toString(), "header");
                add(Kind::ToolTip, model->headerData(i, header->orientation(), Qt::ToolTipRole).toString(), "header tooltip");
            }
            return;
        }
        const int step = qMax(4, view->fontMetrics().height() / 2);
        QModelIndex last;
        for (int y = 0; y < view->viewport()->height(); y += step) {
            const QModelIndex row = view->indexAt({8, y});
            if (!row.isValid() || row.siblingAtColumn(0) == last)
                continue;
            last = row.siblingAtColumn(0);
            for (int column = 0; column < model->columnCount(row.parent()); ++column)
                addCell(row.siblingAtColumn(column));
        }
    }

    void addCell(const QModelIndex &cell)
    {
        add(Kind::Plain, cell.data().toString(), "cell");
        for (const int role : {NameRole, RawIdRole, CountTextRole, SearchTextRole})
            add(Kind::Plain, cell.data(role).toString(), "cell part");
        // The delegates make plain tooltips of these; Qt itself would show its own role as rich text.
        for (const QString &line : cell.data(ToolTipTextRole).toString().split(u'\n'))
            add(Kind::Plain, line, "cell tooltip");
        add(Kind::ToolTip, cell.data(Qt::ToolTipRole).toString(), "cell tooltip of Qt");
        add(Kind::Plain, cell.data(Qt::AccessibleTextRole).toString(), "cell for readers");
    }

    QString m_where;
};

bool isInvisible(QChar c)
{
    // The signs around a text that keep its direction inside of it are ours.
    const bool isIsolation = c.unicode() == 0x2068 || c.unicode() == 0x2069;
    return !isIsolation && (c.unicode() < 0x20 || c.unicode() == 0x7f || (c.unicode() >= 0x200b && c.unicode() <= 0x200f) ||
                            (c.unicode() >= 0x2028 && c.unicode() <= 0x202e) || (c.unicode() >= 0x2060 && c.unicode() <= 0x206f));
}

} // namespace

QList<ShownText> shownTexts(const QWidget *root)
{
    Collector collector;
    collector.collect(root);
    return collector.texts;
}

QString whyUnsafe(const ShownText &shown)
{
    switch (shown.kind) {
    case Kind::Editor:
        return {};
    case Kind::Rich:
        return u"may be taken for HTML"_s;
    case Kind::ToolTip:
        return shown.text.startsWith(u"<qt>"_s) && !shown.text.contains(u"<img"_s) && !shown.text.contains(u"<b>"_s)
                   ? QString()
                   : u"is HTML, or may be taken for it"_s;
    case Kind::Button:
        if (QString(shown.text).remove(u"&&"_s).count(u'&') > 1)
            return u"has an & that vanishes"_s;
        [[fallthrough]];
    case Kind::Plain:
    case Kind::Label: {
        const auto bad = std::find_if(shown.text.begin(), shown.text.end(), &isInvisible);
        return bad == shown.text.end() ? QString() : u"has the sign U+%1"_s.arg(bad->unicode(), 4, 16, QLatin1Char('0'));
    }
    }
    return {};
}

} // namespace persistence::test
