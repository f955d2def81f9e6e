package standin

const eventSet = "Document_Событие"
