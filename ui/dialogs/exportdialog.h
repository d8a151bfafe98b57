#pragma once

#include "model/transfer/exporter.h"
#include "model/transfer/exportscope.h"

#include <QDialog>
#include <QList>

#include <memory>

class QButtonGroup;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace persistence {

class ExportOptionsBox;
class FieldChoice;
class MessageBar;
class PlainLabel;
class RedactionChoice;

/// What the export dialog starts with.
struct ExportContext
{
    std::shared_ptr<Workspace> workspace;
    /// What can be exported; the first is chosen.
    QList<ExportScope> scopes;
    QStringList sources; ///< never to be replaced
    QString sourceName;  ///< for the manifest
    QString stem;        ///< of the file name
    QString folder;      ///< where the file goes
    ExportFormat format = ExportFormat::Xlsx;
};

/// What somebody wants to have exported.
struct ExportOrder
{
    ExportScope scope;
    ExportRequest request; ///< without rows
    QString path;
};

/// One page: which records, which fields, format, redaction, file. It only asks; the window runs the export.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ExportDialog(ExportContext context, QWidget *parent = nullptr);
    ~ExportDialog() override;

signals:
    void ordered(const ExportOrder &order);

protected:
    void accept() override;

private:
    QWidget *createScopes();
    QWidget *createFile();
    void createLayout();
    void connectSignals();
    void applyScope();
    void applyFormat();
    void updateState();
    void proposeFile();
    void browse();
    [[nodiscard]] const ExportScope &scope() const;
    [[nodiscard]] const ExportFormatInfo &format() const;
    [[nodiscard]] QString whyNot() const;

    ExportContext m_context;
    QButtonGroup *m_scopes;
    FieldChoice *m_fields;
    QComboBox *m_format;
    PlainLabel *m_loss;
    ExportOptionsBox *m_options;
    RedactionChoice *m_redaction;
    QLineEdit *m_file;
    QPushButton *m_browse;
    PlainLabel *m_warning;
    QPushButton *m_export = nullptr;
    QString m_proposed;
};

} // namespace persistence
