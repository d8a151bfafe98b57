#pragma once

#include <QTreeView>

#include <memory>

namespace persistence {

class EditBuffer;
class Job;
class ValueTreeModel;

/// A value as a tree, with copying. Read-only.
class ValueTreeView final : public QTreeView
{
    Q_OBJECT

public:
    explicit ValueTreeView(ValueTreeModel *model, QWidget *parent = nullptr);
    ~ValueTreeView() override;

    /// Opens the first levels of small values, and selects the row of \a path or the nearest one above it.
    void reveal(const QList<QByteArray> &path, qsizetype valueSize);
    /// The selected path; kept by the caller while the record changes.
    [[nodiscard]] QList<QByteArray> currentPath() const;

    /// What edits go to; null: read-only.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes what was typed into an open cell editor into the buffer.
    void commitOpenEditor();

    void copyValue();
    void copyPath();
    /// The selected value as relaxed Extended JSON; made by a job, since it may be large.
    void copyJson();
    /// Shows the whole of a text or the bytes of a binary in a window of their own.
    void openWhole();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void expandFirstLevels();

    ValueTreeModel *m_model;
    std::unique_ptr<Job> m_copyJob;
};

} // namespace persistence
