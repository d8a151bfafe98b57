#pragma once

#include "ui/editor/loadedrecord.h"

#include <QWidget>

#include <memory>

class QStackedWidget;

namespace persistence {

class EditBuffer;
class EmptyState;
class Job;
class PlainLabel;
class TextView;

/// The value as Extended JSON. The text is made by a job when the page is first seen; above kMaxUnaskedSize the page asks first.
class TextPage final : public QWidget
{
    Q_OBJECT

public:
    /// Larger texts are shown only on demand (UX guide, section 3.6), in bytes.
    static constexpr qsizetype kMaxUnaskedSize = 10 * 1000 * 1000;

    explicit TextPage(QWidget *parent = nullptr);
    ~TextPage() override;

    /// What to show: the value, or the whole document of \a record; null for nothing.
    void setRecord(std::shared_ptr<const LoadedRecord> record, bool wholeDocument);
    /// What edits go to; null: read-only.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes what was typed into the buffer.
    void flush();
    /// Canonical instead of relaxed Extended JSON.
    void setCanonical(bool canonical);

    [[nodiscard]] TextView *view() const { return m_view; }
    /// Whether the text is being made.
    [[nodiscard]] bool isBuilding() const { return m_job != nullptr; }
    [[nodiscard]] bool isAsking() const;

signals:
    void treeRequested();
    /// The text is ready; \a isExact says whether reading it back gives the same bytes.
    void built(bool isExact);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Text
    {
        QByteArray utf8;
        bool isExact = true;
    };

    void rebuild();
    void take(Text text);
    void displayText();
    void ask();
    void save();

    std::shared_ptr<const LoadedRecord> m_record;
    bool m_wholeDocument = false;
    bool m_canonical = false;
    bool m_isStale = true;
    QByteArray m_text;
    std::unique_ptr<Job> m_job;
    std::unique_ptr<Job> m_saveJob;
    QStackedWidget *m_pages;
    TextView *m_view;
    EmptyState *m_question;
    PlainLabel *m_note;
};

} // namespace persistence
