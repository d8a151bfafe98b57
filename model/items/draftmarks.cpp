#include "model/items/draftmarks.h"

#include "model/edit/draftkeeper.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(DraftMarks)
};

} // namespace

DraftMark draftMark(const DraftKeeper &drafts, const EditBuffer *buffer)
{
    const DraftStatus status = drafts.status(buffer);
    if (status.behind != Behind::Nothing)
        return DraftMark::Behind;
    if (status.save == SaveState::Failed)
        return DraftMark::Failed;
    if (buffer->isDeletion())
        return DraftMark::Deletion;
    return buffer->isNew() ? DraftMark::New : DraftMark::Edited;
}

DraftMarks draftMarks(const DraftKeeper &drafts)
{
    DraftMarks marks;
    const QList<EditBuffer *> buffers = drafts.drafts();
    for (const EditBuffer *buffer : buffers) {
        if (!buffer->isNew())
            marks.insert(buffer->stored().row, draftMark(drafts, buffer));
    }
    return marks;
}

IconId draftIcon(DraftMark mark)
{
    switch (mark) {
    case DraftMark::None:
        return IconId::Record;
    case DraftMark::New:
        return IconId::Add;
    case DraftMark::Edited:
        return IconId::Draft;
    case DraftMark::Deletion:
        return IconId::Delete;
    case DraftMark::Behind:
        return IconId::Warning;
    case DraftMark::Failed:
        return IconId::Error;
    }
    return IconId::None;
}

QString draftText(DraftMark mark)
{
    switch (mark) {
    case DraftMark::None:
        return {};
    case DraftMark::New:
        return Texts::tr("New, not saved");
    case DraftMark::Edited:
        return Texts::tr("Edited, not saved");
    case DraftMark::Deletion:
        return Texts::tr("To be deleted");
    case DraftMark::Behind:
        return Texts::tr("Edited here, and changed behind the draft");
    case DraftMark::Failed:
        return Texts::tr("Could not be saved");
    }
    return {};
}

} // namespace persistence
