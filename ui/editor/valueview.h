#pragma once

#include "model/bson/path.h"
#include "model/find/searchterms.h"
#include "ui/editor/loadedrecord.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QCheckBox;
class QStackedWidget;
class QTabBar;

namespace persistence {

class EditBuffer;
class Filter;
class RecordHits;
struct FieldNotice;
class MessageBar;
class TextPage;
class ValueTableModel;
class ValueTableView;
class ValueTreeModel;
class ValueTreeView;

/// A record's value, or its whole document, as tree, as table where it is a list of objects, and as text. All three edit one buffer. The
/// selected path stays selected when the record changes, so that the same field can be compared record by record.
class ValueView final : public QWidget
{
    Q_OBJECT

public:
    enum class Form { Tree, Table, Text };

    explicit ValueView(QWidget *parent = nullptr);
    ~ValueView() override;

    /// Null shows nothing.
    void setRecord(std::shared_ptr<const LoadedRecord> record);
    /// What edits go to; null: read-only. To be set after the record.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes everything that was typed, also in an open cell editor, into the buffer.
    void flush();
    void setForm(Form form);
    [[nodiscard]] Form form() const;
    void setWholeDocument(bool whole);
    [[nodiscard]] bool isWholeDocument() const;
    void setLocalTime(bool localTime);

    /// What the filter of the list found in the record, marked in all forms; null for nothing.
    void setHits(std::shared_ptr<const RecordHits> hits);
    /// The filter of the list itself: texts that may be anywhere are marked in the text, where finding begins with its first text.
    void setFilter(const Filter &filter);

    /// Shows a field of the document in the tree and opens its editor.
    void editField(const bson::Path &path);

    /// Goes to the next (or previous) hit of the filter in tree or table; false if there is none.
    bool stepHit(bool isForward);
    void openFind();
    /// In tree and table to the next field in which the filter found something, if it did; else to the next hit in the text.
    void findNext();
    void findPrevious();

    [[nodiscard]] ValueTreeView *tree() const { return m_tree; }
    [[nodiscard]] ValueTableView *table() const { return m_table; }
    [[nodiscard]] TextPage *text() const { return m_text; }

signals:
    void formChanged(Form form);
    void wholeDocumentChanged(bool whole);
    void textBuilt(bool isExact);
    /// The current field is this hit of the filter, counted from 1.
    void hitShown(int number, int count);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *createBar();
    void fitBar();
    void connectSignals();
    void connectEditors();
    void showRecord();
    void markText();
    /// Shows the list of objects that the selected path is in, or the first one there is.
    void showTable();
    void tellForms();
    /// The form chosen last, where the value has it.
    void showWantedForm();
    void showNotice(const FieldNotice &notice);

    std::shared_ptr<const LoadedRecord> m_record;
    QPointer<EditBuffer> m_buffer;
    bool m_isLocked = true;
    Form m_wanted = Form::Tree; ///< chosen last; a value without a list of objects is shown as tree instead of table
    QList<QByteArray> m_path;
    std::shared_ptr<const RecordHits> m_hits;
    std::vector<SearchTerms> m_anywhere; ///< texts that the filter looks for in all fields
    bool m_isShowing = false;
    ValueTreeModel *m_model;
    ValueTreeView *m_tree;
    ValueTableModel *m_tableModel;
    ValueTableView *m_table;
    MessageBar *m_message;
    TextPage *m_text;
    QTabBar *m_tabs;
    QCheckBox *m_whole;
    QCheckBox *m_canonical;
    QStackedWidget *m_pages;
};

} // namespace persistence
