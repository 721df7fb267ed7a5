"""Words of other languages that apps name their tables and columns with, and the English words that stand for them here."""

from __future__ import annotations

import functools
import re
import unicodedata

from roadworthy.regex import regex

# Only what means the same wherever it stands in a schema, and no word of English.
_WORDS = {
    # Who and what tables are about
    "user": "usuario usuaria pengguna",
    "users": "usuarios usuarias",
    "customer": "cliente kunde pelanggan musteri",
    "customers": "clientes kunden clienti musteriler",
    "patient": "paciente pasien",
    "patients": "pacientes pazienti patienten",
    "employee": "empleado funcionario employe mitarbeiter karyawan pegawai dipendente calisan",
    "employees": "empleados funcionarios employes dipendenti calisanlar",
    "student": "alumno estudiante aluno estudante etudiant eleve schueler siswa mahasiswa studente ogrenci",
    "students": "alumnos estudiantes alunos estudantes etudiants eleves studenti ogrenciler",
    "teacher": "docente enseignant lehrer ogretmen",
    "teachers": "docentes enseignants ogretmenler",
    "members": "miembros membros membres socios mitglieder",
    "member": "miembro membro membre socio mitglied",
    "order": "pedido commande bestellung pesanan ordine siparis",
    "orders": "pedidos commandes bestellungen ordini siparisler",
    "payment": "pago pagamento paiement zahlung pembayaran odeme",
    "payments": "pagos pagamentos paiements zahlungen pagamenti odemeler",
    "invoice": "factura fatura facture rechnung faktur fattura",
    "invoices": "facturas faturas factures rechnungen fatture faturalar",
    "transaction": "transaksi transaccion transacao transazione islem",
    "transactions": "transacciones transacoes transazioni islemler",
    "sale": "venta venda vente verkauf penjualan vendita satis",
    "sales": "ventas vendas ventes verkaeufe vendite satislar",
    "purchase": "compra achat einkauf pembelian acquisto",
    "purchases": "compras achats acquisti",
    "product": "producto produto produit produkt produk prodotto urun",
    "products": "productos produtos produits produkte prodotti urunler",
    "appointment": "cita agendamento consulta turno rdv rendez_vous termin janji appuntamento randevu",
    "appointments": "citas agendamentos consultas turnos appuntamenti randevular",
    "reservation": "reserva reservacion prenotazione reservierung reservasi rezervasyon",
    "reservations": "reservas reservaciones prenotazioni reservierungen rezervasyonlar",
    "message": "mensaje mensagem nachricht pesan messaggio mesaj",
    "messages": "mensajes mensagens nachrichten messaggi mesajlar",
    "diagnosis": "diagnostico diagnose",
    "diagnoses": "diagnosticos diagnosen",
    "cart": "carrito carrinho panier warenkorb keranjang carrello sepet",
    "review": "resena avaliacao bewertung ulasan recensione yorum",
    "reviews": "resenas avaliacoes bewertungen recensioni yorumlar",
    "expense": "gasto despesa depense ausgabe pengeluaran spesa gider",
    "expenses": "gastos despesas depenses ausgaben spese giderler",
    "company": "empresa entreprise firma perusahaan azienda sirket",
    "document": "documento dokument dokumen belge",
    "documents": "documentos dokumente documenti belgeler",
    "role": "rol rolle peran ruolo",
    "type": "tipo jenis",
    "status": "statut durum",
    "active": "activo ativo actif aktiv aktif attivo",
    "author": "autor auteur penulis autore yazar",
    "owner": "propietario dueno proprietario proprietaire eigentuemer pemilik sahip",
    # What is kept of people
    "name": "nombre nombres nome nom nama isim",
    "first_name": "prenom vorname",
    "last_name": "apellido apellidos sobrenome cognome nachname soyad soyadi soyisim",
    "email": "correo correo_electronico eposta courriel",
    "phone": "telefono telefone celular movil telefon telepon no_hp cellulare tel",
    "address": "direccion endereco adresse alamat indirizzo adres domicilio",
    "birth": "nacimiento nascimento naissance geburt geburtsdatum lahir nascita dogum",
    "password": "contrasena contrasenia senha mot_de_passe motdepasse mdp passwort kata_sandi sandi sifre parola",
    "allergy": "alergia alergias allergie allergien alerji",
    "salary": "salario sueldo salaire gehalt gaji stipendio maas",
    "ssn": "dni cedula curp cpf nik tckn codice_fiscale",
    "gender": "sexo sexe geschlecht kelamin cinsiyet",
    # What is counted and paid
    "price": "precio preco prix preis harga prezzo fiyat",
    "amount": "monto importe valor montant betrag jumlah importo tutar",
    "quantity": "cantidad quantidade quantite menge quantita miktar adet",
    "balance": "saldo solde guthaben bakiye",
    "cost": "costo coste custo cout kosten biaya maliyet",
    "discount": "descuento desconto remise rabatt diskon sconto indirim",
    "stock": "existencias estoque bestand stok giacenza",
    "tax": "impuesto imposto taxe steuer pajak imposta vergi",
}
_ENGLISH = {word: english for english, words in _WORDS.items() for word in words.split()}
_PHRASES = tuple(word for word in _ENGLISH if "_" in word)


# A table of models of something (`car_models`) has an underscore before the word.
_CLASS = regex(r"(?<=[a-z]{3})Model$|(?<=[a-z]{3})model$")


def without_class(name: str) -> str:
    """A name without what a class says of itself: `jobs_jobpost` for `jobs_jobpostmodel`."""
    return _CLASS.sub("", name)


@functools.cache
def spelled(name: str) -> str:
    """A name as English words in small letters: `TeamMember` is `team_member`, `fechaNacimiento` is `fecha_birth`, and what a class
    says of itself is no part of it (`JobPostModel`, `jobs_jobpostmodel`)."""
    name = without_class(name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    small = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain or name).lower()
    for phrase in _PHRASES:
        if phrase in small:
            small = re.sub(rf"(?<![a-z]){phrase}(?![a-z])", _ENGLISH[phrase], small)
    return "_".join(_ENGLISH.get(word, word) for word in small.split("_"))


@functools.cache
def in_english(name: str) -> str:
    """The same for a name that has words of another language, and any other name as it is written."""
    words = set(re.split(r"_|(?<=[a-z0-9])(?=[A-Z])", name))
    foreign = not name.isascii() or any(word.lower() in _ENGLISH for word in words)
    return spelled(name) if foreign or any(phrase in name.lower() for phrase in _PHRASES) else name
