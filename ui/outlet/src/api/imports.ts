import type { ImportProfilesView } from '@qingjiang/shared/generated/ImportProfilesView';
import type { ImportReportView } from '@qingjiang/shared/generated/ImportReportView';
import type { ImportRequest } from '@qingjiang/shared/generated/ImportRequest';
import { ask } from './invoke';

export const importProfiles = () => ask<ImportProfilesView>('import_profiles');

/** Writes nothing. */
export const previewImport = (request: ImportRequest) => ask<ImportReportView>('preview_import', { request });

export const importReadings = (request: ImportRequest) => ask<ImportReportView>('import_readings', { request });
